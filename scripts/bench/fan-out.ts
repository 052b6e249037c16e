import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { createSliceQueue } from '../../shared/adapters/service-bus/slice-queue.ts';
import { apiHostOf } from '../../shared/domain/api-host.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { Slice } from '../../shared/ports/slice-queue.ts';
import { toSlices } from '../../shared/use-cases/fan-out.ts';
import { startApi } from './api-process.ts';
import { startBroker } from './broker-process.ts';
import type { Figure } from './figure.ts';
import { nextMessage } from './next-message.ts';
import { spreadOf } from './rounds.ts';
import { hardwareKeys, openTable, seed, unchangedSubmission } from './workload.ts';

const count = 800;
const sliceSize = 50;
const delayMs = 50;
const rounds = 5;
const sizes = [1, 2, 4];

/** The same due set by 1, 2 and 4 instances that take slices from the queue, each with the default of 8 reads at a time. */
export async function fanOut(): Promise<readonly Figure[]> {
  const [azurite, api, broker] = [await startAzurite({}), await startApi(), await startBroker()];
  const bus = new ServiceBusClient(broker.connectionString);
  const workers: ChildProcess[] = [];
  try {
    const keys = hardwareKeys(count);
    await seed(await openTable(azurite.connectionString, 'fanout'), keys.map(unchangedSubmission));
    await api.delay(delayMs);
    const queue = createSliceQueue(bus, 'poll-slices', () => new Date());
    while (workers.length < Math.max(...sizes)) {
      workers.push(await startWorker([azurite.connectionString, 'fanout', broker.connectionString, api.url]));
    }
    async function timeWith(size: number, id: string): Promise<number> {
      const busy = workers.slice(0, size);
      for (const worker of busy) await tell(worker, 'take slices');
      const ms = await timeToRead(busy, () => queue.send(slicesOf(keys, id)));
      for (const worker of busy) await tell(worker, 'rest');
      return ms;
    }

    await timeWith(workers.length, 'warm-up');
    const times = new Map<number, number[]>(sizes.map((size) => [size, []]));
    for (let round = 1; round <= rounds; round += 1) {
      for (const [size, measured] of times) measured.push(await timeWith(size, `${round}/${size}`));
    }
    const one = times.get(1) ?? [];
    return sizes.slice(1).map((size): Figure => {
      const { median, spread } = spreadOf((times.get(size) ?? []).map((ms, round) => (one[round] ?? 0) / ms));
      return {
        name: `fan-out, ${count} due at ${delayMs} ms: ${size} workers, speed-up over 1`,
        value: median,
        unit: 'x',
        spread,
        ...(size === 2 ? { target: { atLeast: 1.8 } } : {}),
        note: `1 worker ${spreadOf(one).median.toFixed(0)} ms`,
      };
    });
  } finally {
    for (const worker of workers) await stopWorker(worker);
    await bus.close();
    await broker.stop();
    api.stop();
    await azurite.stop();
  }
}

/** To be run at once: what is measured is reading, not the spread over the minute. */
function slicesOf(keys: readonly SubmissionKey[], id: string): readonly Slice[] {
  const [now, end] = [new Date(), new Date(Date.now() + 600_000)];
  const due = keys.map((key) => ({
    key,
    host: apiHostOf(key.product.kind),
    nextPollAt: now.toISOString(),
    stored: () => Promise.reject(new Error('A slice names it only')),
  }));
  return toSlices(due, sliceSize, now, end).map((slice, index) => ({
    ...slice,
    id: `${id}/${index}`,
    startAt: now.toISOString(),
  }));
}

async function startWorker(args: readonly string[]): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, 'fan-out-main.ts'), args, { execArgv: [] });
  await nextMessage(worker, (message): message is string => message === 'ready');
  return worker;
}

async function tell(worker: ChildProcess, wanted: 'take slices' | 'rest'): Promise<void> {
  const answer = nextMessage(worker, (message): message is string => message === wanted);
  worker.send(wanted);
  await answer;
}

function stopWorker(worker: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.disconnect();
  });
}

async function timeToRead(workers: readonly ChildProcess[], send: () => Promise<void>): Promise<number> {
  let read = 0;
  const done = Promise.withResolvers<void>();
  const onMessage = (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('read' in message)) return;
    read += Number(message.read);
    if (read === count) done.resolve();
  };
  const onExit = () => done.reject(new Error('A worker ended before everything was read'));
  for (const worker of workers) worker.on('message', onMessage).on('exit', onExit);
  const start = performance.now();
  await send();
  await done.promise;
  const ms = performance.now() - start;
  for (const worker of workers) worker.off('message', onMessage).off('exit', onExit);
  return ms;
}
