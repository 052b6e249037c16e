import { readFileSync } from 'node:fs';
import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import { type LocalServiceBus, startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { serviceBusClientFrom } from '../../shared/adapters/service-bus/service-bus-client.ts';
import { createSliceQueue, readSlice } from '../../shared/adapters/service-bus/slice-queue.ts';
import type { Slice } from '../../shared/ports/slice-queue.ts';
import { sliceQueueContract } from '../contracts/slice-queue.ts';
import { createFixedClock, type FixedClock } from '../support/fixed-clock.ts';

const config = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
const queueName = 'poll-slices';

describe('on the local Service Bus, through the SDK', () => {
  let bus: LocalServiceBus;
  let client: ServiceBusClient;
  let clock: FixedClock;

  beforeEach(async () => {
    const time = createFixedClock();
    bus = await startServiceBus({ config, now: () => time.now().getTime() });
    client = serviceBusClientFrom(bus.connectionString);
    clock = {
      now: time.now,
      advance(seconds) {
        time.advance(seconds);
        bus.tick();
      },
    };
  });
  afterEach(async () => {
    await client.close();
    await bus.stop();
  });

  async function messages(count: number): Promise<ServiceBusReceivedMessage[]> {
    const receiver = client.createReceiver(queueName, { receiveMode: 'receiveAndDelete' });
    const received: ServiceBusReceivedMessage[] = [];
    while (received.length < count) {
      const batch = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 20_000 });
      if (batch.length === 0) throw new Error(`Only ${received.length} of ${count} slices came`);
      received.push(...batch);
    }
    const [more] = (await receiver.peekMessages(50)).filter(({ state }) => state === 'active');
    await receiver.close();
    if (more !== undefined) throw new Error(`More than ${count} slices are to be seen: ${more.messageId}`);
    return received;
  }

  sliceQueueContract(async () => ({
    queue: createSliceQueue(client, queueName, clock.now),
    clock,
    received: async (count) => (await messages(count)).flatMap(({ body }) => readSlice(body) ?? []),
    takeAway: () => bus.stop(),
  }));

  it('gives a slice the time to live that its pass has left', async () => {
    const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
    const slice: Slice = {
      id: 'pass/1',
      submissions: ['addon:9NBLGGH4TNMP:1'],
      products: [],
      startAt: at(0),
      endAt: at(50),
    };
    const past: Slice = { ...slice, id: 'pass/2', startAt: at(-20), endAt: at(30) };

    await createSliceQueue(client, queueName, clock.now).send([slice, past]);

    const received = await messages(2);
    expect(received.map(({ messageId, timeToLive }) => [messageId, timeToLive])).toEqual([
      ['slice/pass/1', 50_000],
      ['slice/pass/2', 30_000],
    ]);
  });
});

describe('the body of a message', () => {
  const slice: Slice = {
    id: 'pass/1',
    submissions: ['addon:9NBLGGH4TNMP:1'],
    products: ['addon:9NBLGGH4TNMP'],
    startAt: '2026-03-02T08:00:00.000Z',
    endAt: '2026-03-02T08:00:50.000Z',
  };

  it('is a slice when it has all parts of one', () => {
    expect(readSlice(slice)).toEqual(slice);
    expect(readSlice({ ...slice, more: 'from a later release' })).toEqual(slice);
  });

  it.each([
    undefined,
    null,
    '',
    'text',
    [],
    {},
    { ...slice, id: '' },
    { ...slice, submissions: 'addon:9NBLGGH4TNMP:1' },
    { ...slice, submissions: [1] },
    { ...slice, products: undefined },
    { ...slice, endAt: 'soon' },
  ])('is none as %j', (body) => {
    expect(readSlice(body)).toBeUndefined();
  });
});
