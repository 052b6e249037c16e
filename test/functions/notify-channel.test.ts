import { InvocationContext } from '@azure/functions';
import { notifyChannelFunction, sweepChannelFunction } from '../../functions/notify-channel.ts';
import type { Services } from '../../functions/services.ts';
import { readConfig } from '../../shared/config.ts';
import { StorageError } from '../../shared/errors.ts';
import { type ChannelUnderTest, createChannel } from '../support/a-channel.ts';
import { aLocalEnvironment } from '../support/an-environment.ts';
import { runTimer } from '../support/call-function.ts';
import { exampleEvent } from '../support/example-events.ts';
import { createFakeServices } from '../support/fake-services.ts';

const slackUrl = 'https://hooks.slack.com/services/T000/B000/not-a-real-secret';
const config = readConfig(aLocalEnvironment({ SLACK_WEBHOOK_URL: slackUrl }));
const [slack] = config.notify.channels;
if (slack === undefined) throw new Error('No channel');
const { event } = exampleEvent('submission.state-changed');

let channel: ChannelUnderTest;
let waits: number[];

beforeEach(() => {
  channel = createChannel();
  waits = [];
});

function services(changes: Partial<Services> = {}): Services {
  return createFakeServices({
    config,
    notify: async (_channel, log) => ({ ...channel.dependencies, log }),
    async wait(ms) {
      waits.push(ms);
    },
    ...changes,
  }).services;
}

/** Calls the trigger as the host does. @returns what it logged. */
async function deliver(
  body: unknown,
  triggerMetadata = {},
  changes: Partial<Services> = {},
): Promise<readonly string[]> {
  const logged: string[] = [];
  const context = new InvocationContext({
    functionName: 'notify-slack',
    triggerMetadata: { deliveryCount: 1, applicationProperties: {}, ...triggerMetadata },
    logHandler: (level, ...lines) => logged.push(`${level}: ${lines.join(' ')}`),
  });
  await notifyChannelFunction(services(changes), slack as NonNullable<typeof slack>).handler(body, context);
  return logged;
}

describe('the trigger of a channel', () => {
  it('listens to the subscription of its own, one message at a time', () => {
    expect(notifyChannelFunction(services(), { ...slack, subscription: 'drivers' })).toMatchObject({
      connection: 'ServiceBusConnection',
      topicName: 'submission-events',
      subscriptionName: 'drivers',
      cardinality: 'one',
    });
  });

  it('tells an event', async () => {
    const logged = await deliver(event);
    expect(channel.taken).toEqual(['Failed: 100 coins']);
    expect(logged.join('\n')).toContain(`stored ${event.id}`);
    expect(logged.join('\n')).not.toContain('not-a-real-secret');
  });

  it('knows a replay by its application property, whatever the case of its name', async () => {
    await deliver(event, { applicationProperties: { Replay: true } });
    await deliver({ ...event, id: 'x/1', subject: 'x' }, { applicationProperties: { replay: true } });
    await deliver({ ...event, id: 'y/1', subject: 'y' }, { applicationProperties: { replay: 'no' } });
    expect(channel.posts.map(({ notification }) => notification.isReplay)).toEqual([true, true, false]);
  });

  it('leaves what is no event to the dead-letter queue', async () => {
    await expect(deliver('hello')).rejects.toThrow('slack: a message that is no CloudEvent');
    await expect(deliver({ ...event, specversion: '0.3' })).rejects.toThrow('no CloudEvent');
    expect(waits).toEqual([]);
  });

  it('waits before it gives a message back that it could not record, longer each time', async () => {
    const failure = new StorageError('Table Storage: recording a delivery failed (ServerBusy)');
    const failing = { notify: () => Promise.reject(failure) };
    for (const deliveryCount of [1, 4, 10]) {
      await expect(deliver(event, { deliveryCount }, failing)).rejects.toBe(failure);
    }
    expect(waits).toEqual([2_000, 16_000, 60_000]);
  });

  it('is done with a message once it is recorded, also where telling it fails', async () => {
    Object.assign(channel.deliveries, {
      lease: () =>
        Promise.reject(new StorageError('Table Storage: reading the lease of a channel failed (ServerBusy)')),
    });
    expect((await deliver(event)).join()).toContain('error: slack: Table Storage: reading the lease');
    expect(await channel.deliveries.pending('slack', 10)).toHaveLength(1);
  });
});

describe('the sweep of a channel', () => {
  it('has the schedule of the settings', () => {
    expect(sweepChannelFunction(services(), slack)).toMatchObject({ schedule: '15 * * * * *', runOnStartup: false });
    const named = readConfig(aLocalEnvironment({ NOTIFY_SCHEDULE: '*/30 * * * * *' }));
    expect(sweepChannelFunction(services({ config: named }), slack)).toMatchObject({ schedule: '%NOTIFY_SCHEDULE%' });
  });

  it('tells what was left', async () => {
    channel.answer({ outcome: 'later', reason: 'HTTP 503', retryAfterSeconds: 30 });
    await deliver(event);
    expect(channel.taken).toEqual([]);
    channel.clock.advance(31);
    const logged = await runTimer(sweepChannelFunction(services(), slack));
    expect(channel.taken).toEqual(['Failed: 100 coins']);
    expect(logged).toContain('information: slack: 1 messages posted, empty');
  });
});
