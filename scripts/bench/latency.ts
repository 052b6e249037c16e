import { ServiceBusClient } from '@azure/service-bus';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { createPublisher } from '../../shared/adapters/service-bus/publisher.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';
import { pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { startApi } from './api-process.ts';
import { startBroker } from './broker-process.ts';
import type { Figure } from './figure.ts';
import { quantile } from './rounds.ts';
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
const topic = 'submission-events';

/** From the answer of Partner Center to the event in a subscriber's hand: 4 changes in a pass over 200, and 200 at once. */
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
      concurrency: 8,
    };
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

    await round(4, 1);
    const few: number[] = [];
    for (let step = 2; step < 27; step += 1) few.push(...(await round(4, step)));
    const many = await round(count, 100);
    return [
      figure(`latency, answer to subscriber, 4 changes a pass`, few, true),
      figure(`latency, answer to subscriber, ${count} changes at once`, many, false),
    ];
  } finally {
    await client.close();
    await broker.stop();
    api.stop();
    await azurite.stop();
  }
}

function figure(name: string, values: readonly number[], isTarget: boolean): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    name: `${name}: p95`,
    value: quantile(sorted, 0.95),
    unit: 'ms',
    spread: [quantile(sorted, 0), quantile(sorted, 1)],
    ...(isTarget ? { target: { atMost: 100 } } : {}),
    note: `median ${quantile(sorted, 0.5).toFixed(1)} ms of ${values.length}`,
  };
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
