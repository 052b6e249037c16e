import type { TableClient, TransactionAction } from '@azure/data-tables';
import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { createPublisher } from '../../shared/adapters/service-bus/publisher.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';
import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';
import { pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { startApi } from './api-process.ts';
import { startBroker } from './broker-process.ts';
import type { Figure } from './figure.ts';
import { quantile, spreadOf } from './rounds.ts';
import {
  adaptersOn,
  hardwareKeys,
  openTable,
  partnerCenterAt,
  pollDependencies,
  seed,
  unchangedSubmission,
} from './workload.ts';

const count = 200;
/** Changes in a pass, as they are usual. */
const few = 4;
const rounds = 25;
const atOnce = 8;
/** Submission, history, outbox, feed and index. */
const rowsOfCommit = 5;
const topic = 'submission-events';

/**
 * From the answer of Partner Center to the event in a subscriber's hand: 4 changes in a pass over 200, and 200 at once. Beside it
 * what nobody can do without, in turns with it: a transaction of as many rows, and a message to a subscriber.
 */
export async function latency(): Promise<readonly Figure[]> {
  const [azurite, api, broker] = [await startAzurite({}), await startApi(), await startBroker()];
  const client = new ServiceBusClient(broker.connectionString);
  try {
    const table = await openTable(azurite.connectionString, 'latency');
    const keys = hardwareKeys(count);
    await seed(table, keys.map(unchangedSubmission));
    await api.delay(20);
    const states = new Map<string, string>();
    const readAt = new Map<string, number>();
    const dependencies = {
      ...pollDependencies(adaptersOn(table), {
        partnerCenter: changing(partnerCenterAt(api.url), states, readAt),
        publisher: createPublisher(client, topic),
      }),
      concurrency: atOnce,
    };
    const sender = client.createSender(topic);
    const arrivals = subscribe(client);

    async function round(changed: number, step: number): Promise<number[]> {
      readAt.clear();
      const chosen = Array.from({ length: changed }, (_, index) => keys[(step * changed + index * 13) % count]);
      for (const key of chosen) if (key !== undefined) states.set(key.text, `step${step}/started`);
      const distinct = new Set(chosen.map((key) => key?.text)).size;
      const all = arrivals.next(distinct);
      await pollSubmissions(dependencies, new AbortController().signal);
      return [...(await all)].map(([subject, at]) => at - (readAt.get(subject) ?? Number.NaN));
    }

    async function floorRound(changed: number, step: number): Promise<number[]> {
      const ids = Array.from({ length: changed }, (_, index) => `floor ${step}/${index}`);
      const all = arrivals.next(changed);
      const sentAt = new Map<string, number>();
      await forEachConcurrently(ids, atOnce, async (id) => {
        sentAt.set(id, performance.now());
        await commitAndSend(table, sender, id);
      });
      return [...(await all)].map(([subject, at]) => at - (sentAt.get(subject) ?? Number.NaN));
    }

    await floorRound(few, 1);
    await round(few, 1);
    const [floors, ours, ratios]: [number[], number[], number[]] = [[], [], []];
    for (let step = 2; step < 2 + rounds; step += 1) {
      const [floor, our] = [await floorRound(few, step), await round(few, step)];
      floors.push(...floor);
      ours.push(...our);
      ratios.push(spreadOf(our).median / spreadOf(floor).median);
    }
    const many = await round(count, 100);
    const ratio = spreadOf(ratios);
    return [
      figure(
        `latency, answer to subscriber, ${few} changes a pass`,
        ours,
        `floor p95 ${p95(floors).toFixed(1)} ms`,
        true,
      ),
      {
        name: `latency, answer to subscriber, ${few} changes a pass: median / bare commit and send`,
        value: ratio.median,
        unit: 'x',
        spread: ratio.spread,
        note: `floor median ${spreadOf(floors).median.toFixed(1)} ms`,
      },
      figure(`latency, answer to subscriber, ${count} changes at once`, many, `${atOnce} at a time`, false),
    ];
  } finally {
    await client.close();
    await broker.stop();
    api.stop();
    await azurite.stop();
  }
}

function figure(name: string, values: readonly number[], beside: string, isTarget: boolean): Figure {
  const { median, spread } = spreadOf(values);
  return {
    name: `${name}: p95`,
    value: p95(values),
    unit: 'ms',
    spread,
    ...(isTarget ? { target: { atMost: 100 } } : {}),
    note: `median ${median.toFixed(1)} ms of ${values.length}; ${beside}`,
  };
}

function p95(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.95,
  );
}

async function commitAndSend(table: TableClient, sender: ServiceBusSender, id: string): Promise<void> {
  const text = 'x'.repeat(2_000);
  const rows = Array.from({ length: rowsOfCommit }, (_, row): TransactionAction => {
    return ['create', { partitionKey: 'floor', rowKey: `${id.replace('/', '|')}|${row}`, text }];
  });
  await table.submitTransaction(rows);
  await sender.sendMessages({ body: { subject: id, text }, messageId: id, sessionId: id });
}

/** Shows the states that it is told, and notes when each answer was there. */
function changing(
  inner: PartnerCenter,
  states: ReadonlyMap<string, string>,
  readAt: Map<string, number>,
): PartnerCenter {
  return {
    ...inner,
    async read(key, view, signal) {
      const result = await inner.read(key, view, signal);
      readAt.set(key.text, performance.now());
      const state = states.get(key.text);
      if (result.outcome !== 'read' || state === undefined) return result;
      return { ...result, observation: { ...result.observation, state } };
    },
  };
}

function subscribe(client: ServiceBusClient) {
  const arrived = new Map<string, number>();
  let wanted = 0;
  let resolveAll: ((all: Map<string, number>) => void) | undefined;
  client.createReceiver(topic, 'console').subscribe(
    {
      async processMessage(message) {
        arrived.set(String((message.body as { subject: string }).subject), performance.now());
        if (arrived.size === wanted) resolveAll?.(new Map(arrived));
      },
      async processError() {},
    },
    { maxConcurrentCalls: 16 },
  );
  return {
    /** Resolves once events of so many submissions have come. */
    next(count: number): Promise<Map<string, number>> {
      arrived.clear();
      wanted = count;
      return new Promise((resolve) => {
        resolveAll = resolve;
      });
    },
  };
}
