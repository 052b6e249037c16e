import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type RuleProperties, ServiceBusClient } from '@azure/service-bus';
import { type LocalServiceBus, startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { submissionExamples, watcherExamples } from '../../scripts/docs/example-events.ts';
import { toMessage } from '../../shared/adapters/service-bus/message.ts';
import type { Event } from '../../shared/contract/event.ts';
import type { WatcherEvent } from '../../shared/contract/watcher-event.ts';
import { isWanted } from '../../shared/domain/channel-routing.ts';

const guide = readFileSync(join(process.cwd(), 'docs/subscribers.md'), 'utf8');
const topic = 'submission-events';

type Filter = RuleProperties['filter'];

/** The blocks of the guide that are marked as a filter or a script, by name. */
function blocksOf(mark: 'filter' | 'script'): ReadonlyMap<string, { language: string; content: string }> {
  const fence = new RegExp(`^\`\`\`(\\w+) ${mark}=([\\w-]+)\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  const blocks = [...guide.matchAll(fence)];
  return new Map(blocks.map(([, language = '', name = '', content = '']) => [name, { language, content }]));
}

const filters = new Map(
  [...blocksOf('filter')].map(([name, { language, content }]): [string, Filter] => [
    name,
    language === 'sql' ? { sqlExpression: content.trim() } : JSON.parse(content),
  ]),
);

async function start(
  subscriptions: readonly { Name: string; RequiresSession?: boolean }[],
  detectsDuplicates: boolean,
) {
  const config = {
    UserConfig: {
      Namespaces: [
        {
          Name: 'sbemulatorns',
          Topics: [
            {
              Name: topic,
              Properties: { RequiresDuplicateDetection: detectsDuplicates },
              Subscriptions: subscriptions.map(({ Name, RequiresSession = false }) => ({
                Name,
                Properties: { RequiresSession, MaxDeliveryCount: 2 },
              })),
            },
          ],
        },
      ],
    },
  };
  const bus = await startServiceBus({ config: parseEmulatorConfig(config) });
  return { bus, client: new ServiceBusClient(bus.connectionString) };
}

/** As the guide says: the filter takes the place of the rule that lets everything in. */
async function setFilter(client: ServiceBusClient, subscription: string, filter: Filter | undefined): Promise<void> {
  if (filter === undefined) throw new Error('The guide has no such filter');
  const rules = client.createRuleManager(topic, subscription);
  await rules.deleteRule('$Default');
  await rules.createRule('$Default', filter);
}

describe('the filters of the guide', () => {
  const events = submissionExamples();
  const watcher = watcherExamples();
  const name = ({ type }: Event) => type.split('.')[2] ?? '';
  const isDay = ({ time }: Event | WatcherEvent) => {
    const hour = new Date(time).getUTCHours();
    return hour >= 6 && hour < 22;
  };
  const app = '9NSAMPLE0APP';
  const all = () => true;
  const isToldByDefault = (event: Event) => isWanted({ events: 'default' }, { known: true, event });
  const none = () => false;
  const isWrong = ({ data }: Event | WatcherEvent) => data.severity === 'error';
  const isWorthALook = ({ data }: Event | WatcherEvent) => ['warning', 'error'].includes(data.severity);

  /** What each is to let in, of submissions and of the watcher. Replays are apart. */
  const expected: Readonly<
    Record<string, { event: (event: Event) => boolean; watcher: (event: WatcherEvent) => boolean }>
  > = {
    failures: { event: ({ data }) => data.outcome === 'failed', watcher: none },
    'failed-just-now': {
      event: (event) => name(event) === 'state-changed' && event.data.outcome === 'failed',
      watcher: none,
    },
    errors: { event: isWrong, watcher: isWrong },
    'one-product': { event: ({ data }) => data.productKey === `app:${app}`, watcher: none },
    'one-flight': { event: ({ data }) => data.kind === 'flight', watcher: none },
    reports: { event: (event) => name(event) === 'report-added', watcher: none },
    'waiting-for-you': {
      event: (event) => event.data.outcome === 'waiting' || name(event) === 'stalled',
      watcher: none,
    },
    'watcher-health': { event: (event) => ['unreachable', 'recovered'].includes(name(event)), watcher: all },
    'without-one-product': { event: ({ data }) => data.productId !== app, watcher: all },
    'no-replays': { event: all, watcher: all },
    'warnings-and-errors': { event: isWorthALook, watcher: isWorthALook },
    'quiet-hours': {
      event: (event) => isWrong(event) || isDay(event),
      watcher: (event) => isWrong(event) || isDay(event),
    },
    mute: { event: none, watcher: none },
    'channel-quiet-hours': {
      event: (event) => isToldByDefault(event) && (isWrong(event) || isDay(event)),
      watcher: (event) => isWrong(event) || isDay(event),
    },
  };

  let bus: LocalServiceBus;
  let client: ServiceBusClient;

  beforeAll(async () => {
    ({ bus, client } = await start(
      [...filters.keys()].map((Name) => ({ Name })),
      true,
    ));
    for (const [subscription, filter] of filters) await setFilter(client, subscription, filter);
    const sender = client.createSender(topic);
    for (const event of [...events, ...watcher]) await sender.sendMessages(toMessage(event));
    for (const event of events) await sender.sendMessages(toMessage(event, 'again'));
  });
  afterAll(async () => {
    await client.close();
    await bus.stop();
  });

  it('are all tried here', () => {
    expect([...filters.keys()].sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s lets in what it says, and nothing else', async (subscription, asked) => {
    const wanted = [...events.filter(asked.event), ...watcher.filter(asked.watcher)].map(({ id }) => id);
    const again = subscription === 'no-replays' ? [] : events.filter(asked.event).map(({ id }) => id);
    const sent = 2 * events.length + watcher.length;
    expect(wanted.length > 0).toBe(subscription !== 'mute');
    expect(wanted.length + again.length).toBeLessThan(sent);
    const arrived = await client.createReceiver(topic, subscription).peekMessages(sent);
    expect(arrived.map(({ body }) => body.id)).toEqual([...wanted, ...again]);
  });
});

describe('the scripts of the guide', () => {
  const events = submissionExamples();
  const failures = events.filter(({ data }) => data.outcome === 'failed');
  let bus: LocalServiceBus;
  let client: ServiceBusClient;
  let folder: string;

  beforeEach(async () => {
    // Below the root, where the scripts find the packages that they import.
    mkdirSync('test-output', { recursive: true });
    folder = mkdtempSync('test-output/guide-');
    // Without duplicate detection every event can be sent twice, as it comes when the topic's window is over.
    ({ bus, client } = await start([{ Name: 'failures' }, { Name: 'in-order', RequiresSession: true }], false));
    await setFilter(client, 'failures', filters.get('failures'));
    const sender = client.createSender(topic);
    for (const event of [...events, ...events]) await sender.sendMessages(toMessage(event));
  });
  afterEach(async () => {
    await client.close();
    await bus.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a script until `isDone`, or to its end. @returns the lines that it printed */
  async function run(name: string, isDone?: () => Promise<boolean>): Promise<string[]> {
    const script = blocksOf('script').get(name);
    if (script?.language !== 'ts') throw new Error(`The guide has no script ${name}`);
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, script.content);
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, SERVICEBUS_CONNECTION: bus.connectionString },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'exit');
    const [output, complaints] = [text(child.stdout), text(child.stderr)];
    try {
      if (isDone) {
        await Promise.race([until(isDone), ended]);
        child.kill('SIGTERM');
      }
      await ended;
    } finally {
      child.kill('SIGKILL');
    }
    expect(await complaints).toBe('');
    return (await output).trim().split('\n');
  }

  const isEmpty = (subscription: string) => async () => {
    // A client of its own: the SDK goes on peeking where the client's last peek ended.
    const observer = new ServiceBusClient(bus.connectionString);
    const waiting = await observer.createReceiver(topic, subscription).peekMessages(1);
    await observer.close();
    return waiting.length === 0;
  };

  it('the consumer handles each event once, and passes over what it does not know', async () => {
    expect(failures.length).toBeGreaterThan(1);
    const link = 'https://partner.microsoft.com/dashboard/products/9NSAMPLE0ADN/submissions/1152921505689378154';
    expect(await run('consumer', isEmpty('failures'))).toEqual([
      `100 coins: Certification -> CertificationFailed ${link}`,
    ]);
  });

  it('sessions give the events of each submission in order', async () => {
    const ids = await run('sessions', isEmpty('in-order'));
    for (const subject of new Set(events.map((event) => event.subject))) {
      const sent = events.filter((event) => event.subject === subject).map(({ id }) => id);
      expect(ids.filter((id) => id.startsWith(`${subject}/`))).toEqual([...sent, ...sent]);
    }
  });

  it('dead letters are shown with their reason', async () => {
    const receiver = client.createReceiver(topic, 'failures');
    // Given back as often as the subscription lets it.
    for (const _ of [1, 2]) {
      const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
      if (message === undefined) throw new Error('A message was expected');
      await receiver.abandonMessage(message);
    }
    expect(await run('dead-letters')).toEqual([`${failures[0]?.id} MaxDeliveryCountExceeded`]);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Still not so after 40 seconds: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
