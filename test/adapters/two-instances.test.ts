import { readFileSync } from 'node:fs';
import type { TableClient } from '@azure/data-tables';
import type { ServiceBusClient } from '@azure/service-bus';
import { pollSliceFunction } from '../../functions/poll-slice.ts';
import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { createServices, type Services } from '../../functions/services.ts';
import { type LocalServiceBus, startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { createPublisher } from '../../shared/adapters/service-bus/publisher.ts';
import { serviceBusClientFrom } from '../../shared/adapters/service-bus/service-bus-client.ts';
import { createSliceQueue } from '../../shared/adapters/service-bus/slice-queue.ts';
import { toPayload } from '../../shared/adapters/table-storage/payload.ts';
import { toSubmissionEntity } from '../../shared/adapters/table-storage/submission-row.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { readConfig } from '../../shared/config.ts';
import { decideOnRead } from '../../shared/domain/decide.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import type { Slice } from '../../shared/ports/slice-queue.ts';
import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';
import { aLocalEnvironment } from '../support/an-environment.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { deliver, runTimer } from '../support/call-function.ts';
import { keysOfProducts } from '../support/key-of.ts';
import { useSimulatedPartnerCenter } from '../support/simulated-partner-center.ts';
import { someCadence, someRules } from '../support/some-rules.ts';

const topology = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
const requestsPerMinute = 600;
const changed = 60;

/** The clock of everything but the SDKs moves by hand, so that nothing depends on how fast this machine is. */
describe('two instances on one storage and one queue', () => {
  const tables = useAzuriteTables();
  const simulated = useSimulatedPartnerCenter();
  const { clock } = simulated;
  const clients: ServiceBusClient[] = [];
  const sent: Slice[] = [];
  let bus: LocalServiceBus;

  beforeEach(async () => {
    bus = await startServiceBus({ config: topology, now: () => clock.now().getTime() });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await bus.stop();
  });

  function connect(): ServiceBusClient {
    const client = serviceBusClientFrom(bus.connectionString);
    clients.push(client);
    return client;
  }

  /** What one host has: clients of its own for everything. */
  function anInstance(table: TableClient): Services {
    const config = readConfig(aLocalEnvironment());
    const client = connect();
    const adapters = createTableAdapters(table, clock.now);
    const publisher = createPublisher(client, config.serviceBus.topic);
    const queue = createSliceQueue(client, config.serviceBus.sliceQueue, clock.now);
    return {
      ...createServices(config),
      now: clock.now,
      passLog: async () => adapters.passLog,
      poll: async (log) => ({
        ...adapters,
        publisher,
        sliceQueue: {
          async send(slices) {
            await queue.send(slices);
            sent.push(...slices);
          },
        },
        partnerCenter: simulated.signIn(),
        rules: someRules({ cadence: { ...someCadence, activeSeconds: 3_600 } }),
        budget: { devCenter: requestsPerMinute, store: requestsPerMinute },
        concurrency: config.poll.concurrency,
        inlineLimit: config.poll.inlineLimit,
        sliceSize: config.poll.sliceSize,
        spreadSeconds: config.poll.spreadSeconds,
        now: clock.now,
        random: () => 0,
        wait: async () => undefined,
        log,
      }),
    };
  }

  it('read 1,000 due submissions, each once and both their part of it, within the budget', async () => {
    const table = await tables.create();
    const keys = keysOfProducts(1_000);
    await track(table, keys);
    await simulated.control('PUT', 'rate-limit', { requestsPerMinute });
    const instances = [anInstance(table), anInstance(table)];
    const workers = instances.map((services) => startWorker(connect(), services));
    await simulated.control('DELETE', 'requests');

    const logged: string[] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      // The timer's lease is lost: both plan at once.
      const passes = await Promise.all(instances.map((services) => runTimer(pollSubmissionsFunction(services))));
      logged.push(...passes.flat());
      for (let step = 0; step < 12; step += 1) {
        const at = clock.now().toISOString();
        const begun = sent.filter(({ startAt }) => startAt <= at).length;
        await until(() => workers.reduce((sum, { handled }) => sum + handled(), 0) === begun);
        clock.advance(5);
        bus.tick();
      }
    }
    await Promise.all(workers.map((worker) => worker.stop()));

    const reads = await readsOf();
    expect(reads.map(({ key }) => key).sort()).toEqual(keys.map(({ text }) => text).sort());
    expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
    const [first = 0, second = 0] = workers.map(({ handled }) => handled());
    expect(first + second).toBeGreaterThanOrEqual(20);
    expect(Math.min(first, second)).toBeGreaterThanOrEqual(2);
    expect(mostInAMinute(reads.map(({ at }) => at))).toBeLessThanOrEqual(requestsPerMinute);
    expect(logged.filter((line) => line.includes('the slices of another planner are under way')).length).toBe(2);
    expect(await published()).toEqual(
      keys
        .slice(0, changed)
        .map(({ text }) => `${text}/2`)
        .sort(),
    );
    const { budgets } = createTableAdapters(table, clock.now);
    expect((await budgets.devCenter.load())?.value).toMatchObject({ throttles: 0, perMinute: requestsPerMinute });
  }, 180_000);

  /** As they are after a first read, and due; the first ones have changed since. Straight into the table, a hundred at a time. */
  async function track(table: TableClient, keys: readonly SubmissionKey[]): Promise<void> {
    await forEachConcurrently(keys.entries(), 32, async ([index, { text }]) => {
      const status = index < changed ? 'Release' : 'Certification';
      await simulated.control('PUT', `submissions/${text}`, { status });
    });
    const last = keys.at(-1);
    if (last === undefined) throw new Error('there are many');
    const read = await simulated.partnerCenter.read(last, 'full', new AbortController().signal);
    if (read.outcome === 'failed') throw new Error(read.failure.message);
    const byShard = new Map<string, ReturnType<typeof toSubmissionEntity>[]>();
    for (const key of keys) {
      const { next } = decideOnRead(newlyTracked(key, clock.now()), read.observation, clock.now(), someRules(), 0);
      const row = toSubmissionEntity(
        { ...next, nextPollAt: clock.now().toISOString() },
        toPayload('snapshot-1', next.snapshot),
      );
      byShard.set(row.partitionKey, [...(byShard.get(row.partitionKey) ?? []), row]);
    }
    for (const rows of byShard.values()) {
      for (let start = 0; start < rows.length; start += 100) {
        await table.submitTransaction(rows.slice(start, start + 100).map((row) => ['create', row]));
      }
    }
  }

  async function readsOf(): Promise<{ key: string; status: number; at: number }[]> {
    const { requests, dropped } = (await simulated.control('GET', 'requests')) as {
      dropped: number;
      requests: { api: string; key: string; status: number; at: number }[];
    };
    expect(dropped).toBe(0);
    return requests.filter(({ api }) => api !== 'token');
  }

  async function published(): Promise<string[]> {
    const receiver = connect().createReceiver('submission-events', 'console', { receiveMode: 'receiveAndDelete' });
    const ids: string[] = [];
    while ((await receiver.peekMessages(1)).length > 0) {
      const messages = await receiver.receiveMessages(500, { maxWaitTimeInMs: 1_000 });
      ids.push(...messages.map(({ messageId }) => String(messageId)));
    }
    return ids.sort();
  }
});

interface Worker {
  /** Slices so far. */
  handled(): number;
  stop(): Promise<void>;
}

/** The trigger of the slice queue as the host runs it: so many messages at a time, completed when the function is done. */
function startWorker(client: ServiceBusClient, services: Services): Worker {
  let handled = 0;
  const receiver = client.createReceiver('poll-slices');
  receiver.subscribe(
    {
      async processMessage({ body, deliveryCount = 0 }) {
        await deliver(pollSliceFunction(services), body, deliveryCount + 1);
        handled += 1;
      },
      async processError({ error }) {
        throw error;
      },
    },
    { maxConcurrentCalls: 4 },
  );
  return { handled: () => handled, stop: () => receiver.close() };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Times in milliseconds. */
function mostInAMinute(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let first = 0;
  return Math.max(
    ...sorted.map((time, index) => {
      while ((sorted[first] ?? time) <= time - 60_000) first += 1;
      return index - first + 1;
    }),
  );
}
