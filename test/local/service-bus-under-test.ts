import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
  type ServiceBusReceiverOptions,
} from '@azure/service-bus';
import { type LocalServiceBus, startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';

/**
 * Set to run the suite against the official emulator, started with service-bus-config.json, or against a real namespace with the
 * same entities.
 */
const external = process.env['SERVICEBUS_TEST_CONNECTION_STRING'];

/** Groups that kill or restart the broker or move its clock: elsewhere the report names them and says why they did not run. */
export const onlyLocal: (title: string, define: () => void) => void = external
  ? (title) => describe(title, () => it.todo('needs a broker of its own, to kill it, restart it or move its clock'))
  : describe;

export const config = parseEmulatorConfig(JSON.parse(readFileSync(join(__dirname, 'service-bus-config.json'), 'utf8')));

type Entity = readonly [queue: string, options?: PeekOptions] | readonly [topic: string, subscription: string];
interface PeekOptions {
  readonly subQueueType: 'deadLetter';
}

/** The SDK's own patience (three retries, 30 seconds apart) would make each expected failure take minutes. */
export const impatient = { retryOptions: { maxRetries: 0, timeoutInMs: 10_000 } };

interface BusUnderTest {
  /** A client of its own for each test, closed after it. */
  readonly client: ServiceBusClient;
  readonly connectionString: string;
  /** The bodies of all messages an entity holds, which stay there. */
  bodies(...entity: Entity): Promise<unknown[]>;
  /** The broker: only in groups of `onlyLocal`. */
  readonly local: LocalServiceBus;
  /** Milliseconds since 1970 by the broker's clock, which stands still. */
  now(): number;
  /** Moves the broker's clock. */
  advance(milliseconds: number): void;
}

/** A broker of its own for each test, with nothing in it. */
export function useServiceBus(): BusUnderTest {
  let local: LocalServiceBus | undefined;
  let client: ServiceBusClient | undefined;
  let time = Date.now();

  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The Service Bus is there only while a test runs');
    return value;
  };
  const connectionString = () => external ?? started(local).connectionString;

  beforeEach(async () => {
    time = Date.now();
    if (!external) local = await startServiceBus({ config, now: () => time });
    client = new ServiceBusClient(connectionString(), impatient);
    if (external) await emptyAll(() => new ServiceBusClient(connectionString(), impatient));
  });

  afterEach(async () => {
    await client?.close();
    await local?.stop();
    local = undefined;
  });

  return {
    get client() {
      return started(client);
    },
    get connectionString() {
      return connectionString();
    },
    async bodies(...entity) {
      // A client of its own: the SDK goes on peeking where the client's last peek ended.
      const observer = new ServiceBusClient(connectionString(), impatient);
      const messages = await openReceiver(observer, entity, {}).peekMessages(1000);
      await observer.close();
      return messages.map(({ body }) => body);
    },
    get local() {
      return started(local);
    },
    now: () => (external ? Date.now() : time),
    advance(milliseconds) {
      time += milliseconds;
      started(local).tick();
    },
  };
}

const deadLetter = { subQueueType: 'deadLetter' } as const;
const sharedEntities: readonly Entity[] = [
  ...['plain', 'distinct', 'fragile'].flatMap((name) => [[name], [name, deadLetter]] as const),
  ...['All', 'failures', 'severe'].map((name) => ['Events', name] as const),
];

/** Leaves nothing of the tests before: a namespace of others has no fresh start. Waits for locks to run out. */
async function emptyAll(connect: () => ServiceBusClient): Promise<void> {
  for (const entity of sharedEntities) await until(() => isEmptied(connect, entity));
}

async function isEmptied(connect: () => ServiceBusClient, entity: Entity): Promise<boolean> {
  const client = connect();
  const receiver = openReceiver(client, entity, { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.peekMessages(1000);
  for (const { state, sequenceNumber } of messages) {
    if (!sequenceNumber) continue;
    // A deferred message that is locked cannot be taken yet.
    if (state === 'deferred') await receiver.receiveDeferredMessages(sequenceNumber).catch(() => []);
    if (state === 'scheduled') await client.createSender(entity[0]).cancelScheduledMessages(sequenceNumber);
  }
  if (messages.length > 0) await receiver.receiveMessages(1000, { maxWaitTimeInMs: 200 });
  await client.close();
  return messages.length === 0;
}

function openReceiver(client: ServiceBusClient, [name, of]: Entity, options: ServiceBusReceiverOptions) {
  return typeof of === 'string'
    ? client.createReceiver(name, of, options)
    : client.createReceiver(name, { ...options, ...of });
}

/** Receives exactly so many: fails, saying how many came, when they do not come within 40 seconds. */
export async function receive(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = [];
  const deadline = Date.now() + 40_000;
  while (received.length < count && Date.now() < deadline) {
    received.push(...(await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 1000 })));
  }
  if (received.length !== count) throw new Error(`Expected ${count} messages, received ${received.length}`);
  return received;
}

export async function receiveOne(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message] = await receive(receiver, 1);
  if (!message) throw new Error('Expected a message');
  return message;
}

/** Polls a condition until it holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Still not so after 20 seconds: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
