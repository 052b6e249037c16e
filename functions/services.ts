import type { TokenSource } from '../shared/adapters/partner-center/access-tokens.ts';
import type { Config } from '../shared/config.ts';
import type {
  EventPublisher,
  Log,
  Outbox,
  PartnerCenter,
  PassLog,
  ProductStore,
  SubmissionStore,
} from '../shared/ports.ts';
import type { HealthDependencies } from '../shared/use-cases/check-health.ts';
import type { PollDependencies } from '../shared/use-cases/poll-submissions.ts';
import type { RelayDependencies } from '../shared/use-cases/relay-outbox.ts';

/** What functions run with. Adapters and their SDKs are loaded at first use, which keeps the cold start short. */
export interface Services {
  readonly config: Config;
  readonly now: () => Date;
  store(): Promise<SubmissionStore>;
  products(): Promise<ProductStore>;
  passLog(): Promise<PassLog>;
  poll(log: Log): Promise<PollDependencies>;
  relay(log: Log): Promise<RelayDependencies>;
  health(): Promise<HealthDependencies>;
}

/** The composition root: every client is made once, here. */
export function createServices(config: Config): Services {
  const now = () => new Date();
  const table = once(() => createTableClient(config));
  const store = once(async (): Promise<SubmissionStore> => {
    const { createSubmissionStore } = await import('../shared/adapters/table-storage/submission-store.ts');
    return createSubmissionStore(await table());
  });
  const products = once(async (): Promise<ProductStore> => {
    const { createProductStore } = await import('../shared/adapters/table-storage/product-store.ts');
    return createProductStore(await table());
  });
  const outbox = once(async (): Promise<Outbox> => {
    const { createOutbox } = await import('../shared/adapters/table-storage/outbox.ts');
    return createOutbox(await table());
  });
  const passLog = once(async (): Promise<PassLog> => {
    const { createPassLog } = await import('../shared/adapters/table-storage/pass-log.ts');
    return createPassLog(await table());
  });
  const publisher = once(() => createEventPublisher(config));
  const partnerCenter = once(() => createPartnerCenterReader(config, now));
  const relay = async (log: Log) => ({ outbox: await outbox(), publisher: await publisher(), log });

  return {
    config,
    now,
    store,
    products,
    passLog,
    relay,
    poll: async (log) => ({
      ...(await relay(log)),
      store: await store(),
      products: await products(),
      partnerCenter: await partnerCenter(),
      rules: {
        cadence: config.poll.cadence,
        stallLimits: config.stallLimits,
        mutedIssueCodes: config.mutedIssueCodes,
        source: config.eventSource,
      },
      budget: { devCenter: config.partnerCenter.requestsPerMinute, store: config.partnerCenter.requestsPerMinute },
      concurrency: config.poll.concurrency,
      now,
      random: Math.random,
    }),
    health: async () => ({ passLog: await passLog(), outbox: await outbox(), now }),
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

async function createTableClient({ tables, managedIdentityClientId }: Config) {
  const { tableClientFor, tableClientFrom } = await import('../shared/adapters/table-storage/table-client.ts');
  return tables.type === 'identity'
    ? tableClientFor(tables.endpoint, tables.tableName, await createIdentity(managedIdentityClientId))
    : tableClientFrom(tables.connectionString, tables.tableName);
}

async function createEventPublisher({ serviceBus, managedIdentityClientId }: Config): Promise<EventPublisher> {
  const [{ serviceBusClientFor, serviceBusClientFrom }, { createPublisher }] = await Promise.all([
    import('../shared/adapters/service-bus/service-bus-client.ts'),
    import('../shared/adapters/service-bus/publisher.ts'),
  ]);
  const client =
    serviceBus.type === 'identity'
      ? serviceBusClientFor(serviceBus.endpoint, await createIdentity(managedIdentityClientId))
      : serviceBusClientFrom(serviceBus.connectionString);
  return createPublisher(client, serviceBus.topic);
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
    tokens: createAccessTokens(() => createTokenSource(config, now), now),
    now,
  });
}

async function createTokenSource({ partnerCenter }: Config, now: () => Date): Promise<TokenSource> {
  const { credential, ...identity } = partnerCenter;
  if (credential.type === 'loopback') {
    const { createLoopbackTokenSource } = await import('../shared/adapters/partner-center/loopback-token.ts');
    return createLoopbackTokenSource({ ...identity, secret: credential.secret }, now);
  }
  const { createPartnerCenterCredential } = await import('../shared/adapters/identity/partner-center-credential.ts');
  const source = createPartnerCenterCredential({ ...identity, credential });
  return async (scope) => {
    const token = await source.getToken(scope);
    if (token === null) throw new Error('the credential gave no token');
    return token;
  };
}

async function createIdentity(clientId: string | undefined) {
  const { createManagedIdentity } = await import('../shared/adapters/identity/managed-identity.ts');
  return createManagedIdentity(clientId);
}
