import type { TableAdapters } from '../shared/adapters/table-storage/table-adapters.ts';
import type { ChannelConfig } from '../shared/channel-setting.ts';
import type { Config } from '../shared/config.ts';
import type { ReceivedEvent } from '../shared/contract/received-event.ts';
import type { Statistics } from '../shared/domain/statistics.ts';
import type { EventPublisher } from '../shared/ports/event-publisher.ts';
import type { Log } from '../shared/ports/log.ts';
import type { Notifier } from '../shared/ports/notifier.ts';
import type { PartnerCenter } from '../shared/ports/partner-center.ts';
import type { PassLog } from '../shared/ports/pass-log.ts';
import type { ProductStore } from '../shared/ports/product-store.ts';
import type { SetAside } from '../shared/ports/set-aside.ts';
import type { Slice, SliceQueue } from '../shared/ports/slice-queue.ts';
import type { SubmissionQueries } from '../shared/ports/submission-queries.ts';
import type { SubmissionStore } from '../shared/ports/submission-store.ts';
import type { AnnounceDependencies } from '../shared/use-cases/announce-health.ts';
import type { Health, HealthDependencies } from '../shared/use-cases/check-health.ts';
import type { PollDependencies } from '../shared/use-cases/poll-submissions.ts';
import type { RelayDependencies } from '../shared/use-cases/relay-outbox.ts';
import type { NotifyDependencies } from '../shared/use-cases/tell-message.ts';
import { joined } from './joined.ts';
import { remembered } from './remembered.ts';

/** What functions run with. Adapters, their SDKs and modules of Node are loaded at first use, which keeps the cold start short. */
export interface Services {
  readonly config: Config;
  readonly now: () => Date;
  readonly randomId: () => string;
  store(): Promise<SubmissionStore>;
  queries(): Promise<SubmissionQueries>;
  /** Of the last minutes: for an estimate they need not be of this moment. */
  statistics(): Promise<Statistics>;
  products(): Promise<ProductStore>;
  setAside(): Promise<SetAside>;
  passLog(): Promise<PassLog>;
  publisher(): Promise<EventPublisher>;
  poll(log: Log): Promise<PollDependencies>;
  relay(log: Log): Promise<RelayDependencies>;
  health(): Promise<HealthDependencies>;
  /** The health of this moment, looked at once for all who ask at the same time: its function is open to everybody. */
  healthNow(): Promise<Health>;
  announceHealth(log: Log): Promise<AnnounceDependencies>;
  /** What a channel is told with. */
  notify(channel: ChannelConfig, log: Log): Promise<NotifyDependencies>;
  /** What a message of the topic holds; undefined where that is no CloudEvent. */
  readEvent(body: unknown): Promise<ReceivedEvent | undefined>;
  /** Resolves after the time, or at once when the signal ends it. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** What a message of the slice queue holds; undefined where that is no slice. */
  readSlice(body: unknown): Promise<Slice | undefined>;
}

const webhookTimeoutSeconds = 10;
const statisticsSeconds = 300;

/** The composition root: every client is made once, here. */
export function createServices(config: Config): Services {
  const now = () => new Date();
  const tables = once(() => createTables(config, now));
  const bus = once(() => createBus(config, now));
  const partnerCenter = once(() => createPartnerCenterReader(config, now));
  const relay = async (log: Log) => {
    const { outbox, setAside } = await tables();
    return { outbox, setAside, publisher: (await bus()).publisher, now, log };
  };
  const health = async () => ({
    ...(await tables()),
    channels: config.notify.channels.map(({ name }) => name),
    limits: config.health,
    now,
  });

  return {
    config,
    now,
    randomId: () => crypto.randomUUID(),
    store: async () => (await tables()).store,
    queries: async () => (await tables()).queries,
    statistics: remembered(async () => (await tables()).queries.statistics(), statisticsSeconds, now),
    products: async () => (await tables()).products,
    setAside: async () => (await tables()).setAside,
    passLog: async () => (await tables()).passLog,
    publisher: async () => (await bus()).publisher,
    relay,
    poll: async (log) => ({
      ...(await tables()),
      ...(await relay(log)),
      sliceQueue: (await bus()).sliceQueue,
      partnerCenter: await partnerCenter(),
      rules: {
        cadence: config.poll.cadence,
        stallLimits: config.stallLimits,
        mutedIssueCodes: config.mutedIssueCodes,
        source: config.eventSource,
      },
      budget: { devCenter: config.partnerCenter.requestsPerMinute, store: config.partnerCenter.requestsPerMinute },
      concurrency: config.poll.concurrency,
      inlineLimit: config.poll.inlineLimit,
      sliceSize: config.poll.sliceSize,
      spreadSeconds: config.poll.spreadSeconds,
      random: Math.random,
      wait,
    }),
    health,
    healthNow: joined(
      async () => (await import('../shared/use-cases/check-health.ts')).checkHealth(await health()),
      now,
    ),
    announceHealth: async (log) => ({
      ...(await health()),
      publisher: (await bus()).publisher,
      source: config.eventSource,
      log,
    }),
    notify: async (channel, log) => ({
      channel: {
        ...channel,
        limits: (await import('../shared/domain/post-pace.ts')).paceLimits[channel.sort],
        historyUrl: config.notify.historyUrl,
      },
      deliveries: (await tables()).deliveries,
      notifier: await createChannelNotifier(channel, config, now),
      now,
      random: Math.random,
      wait,
      log,
    }),
    readEvent: async (body) => (await import('../shared/contract/received-event.ts')).readEvent(body),
    wait,
    readSlice: async (body) => (await import('../shared/adapters/service-bus/slice-queue.ts')).readSlice(body),
  };
}

/** A failed attempt is not kept: the next invocation tries again. */
function once<T>(create: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined;
  return () => {
    created ??= create().catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    return created;
  };
}

async function createTables(config: Config, now: () => Date): Promise<TableAdapters> {
  const [{ openTableClient }, { createTableAdapters }] = await Promise.all([
    import('./azure-clients.ts'),
    import('../shared/adapters/table-storage/table-adapters.ts'),
  ]);
  return createTableAdapters(await openTableClient(config), now);
}

interface Bus {
  readonly publisher: EventPublisher;
  readonly sliceQueue: SliceQueue;
}

async function createBus(config: Config, now: () => Date): Promise<Bus> {
  const [{ openServiceBusClient }, { createPublisher }, { createSliceQueue }] = await Promise.all([
    import('./azure-clients.ts'),
    import('../shared/adapters/service-bus/publisher.ts'),
    import('../shared/adapters/service-bus/slice-queue.ts'),
  ]);
  const client = await openServiceBusClient(config);
  const { topic, sliceQueue } = config.serviceBus;
  return { publisher: createPublisher(client, topic), sliceQueue: createSliceQueue(client, sliceQueue, now) };
}

async function createPartnerCenterReader(config: Config, now: () => Date): Promise<PartnerCenter> {
  const [{ createPartnerCenter }, { createAccessTokens }] = await Promise.all([
    import('../shared/adapters/partner-center/client.ts'),
    import('../shared/adapters/partner-center/access-tokens.ts'),
  ]);
  const { sellerId, ...partnerCenter } = config.partnerCenter;
  return createPartnerCenter({
    ...partnerCenter,
    ...(sellerId === undefined ? {} : { sellerId }),
    tokens: createAccessTokens(async () => (await import('./token-source.ts')).createTokenSource(config, now), now),
    now,
  });
}

async function createChannelNotifier(
  { sort, webhookUrl }: ChannelConfig,
  { notify }: Config,
  now: () => Date,
): Promise<Notifier> {
  const { createNotifier } = await import('../shared/adapters/webhooks/notifier.ts');
  return createNotifier(sort, { ...notify, url: webhookUrl, timeoutSeconds: webhookTimeoutSeconds, now });
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises');
  // An aborted wait is over; whoever waited looks at the signal.
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
