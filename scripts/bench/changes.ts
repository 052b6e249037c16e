import { startAzurite } from '../../local/azurite/azurite.ts';
import { pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { startApi } from './api-process.ts';
import type { Figure } from './figure.ts';
import { costOf, spreadOf } from './rounds.ts';
import {
  adaptersOn,
  hardwareKeys,
  openTable,
  partnerCenterAt,
  pollDependencies,
  seed,
  unchangedSubmission,
} from './workload.ts';

/** Few enough for rounds. */
const compared = 1_000;
const rounds = 3;
const many = 5_000;

/** A pass in which everything has changed: a commit, a relay and a removal each. */
export async function changes(): Promise<readonly Figure[]> {
  const [azurite, api] = [await startAzurite({}), await startApi()];
  let step = 0;

  async function open(name: string, count: number) {
    const client = await openTable(azurite.connectionString, name);
    await seed(client, hardwareKeys(count).map(unchangedSubmission));
    const dependencies = pollDependencies(adaptersOn(client), { partnerCenter: partnerCenterAt(api.url) });
    return async (changed: number) => {
      const summary = await pollSubmissions(dependencies, new AbortController().signal);
      const isAsMeant = summary.read === count && summary.changed === changed && summary.published === changed;
      if (!isAsMeant) throw new Error(JSON.stringify(summary));
    };
  }
  async function showAnother(): Promise<void> {
    step += 1;
    await api.show(`step${step}`);
  }

  try {
    const pass = await open('changes', compared);
    await showAnother();
    await pass(compared);
    const [unchanged, changed]: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      const before = await costOf(() => pass(0));
      await showAnother();
      const after = await costOf(() => pass(compared));
      if (round === 0) continue;
      unchanged.push((before.cpuMs / compared) * 1000);
      changed.push((after.cpuMs / compared) * 1000);
    }
    const ratio = spreadOf(changed.map((micros, round) => micros / (unchanged[round] ?? Number.NaN)));
    const micros = (values: readonly number[]) => `${spreadOf(values).median.toFixed(0)} µs`;

    const large = await open('manychanges', many);
    await showAnother();
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const { ms } = await costOf(() => large(many));
    clearInterval(sampling);
    return [
      {
        name: `changes, CPU per changed submission / per unchanged one`,
        value: ratio.median,
        unit: 'x',
        spread: ratio.spread,
        note: `${micros(changed)} against ${micros(unchanged)}, with the request`,
      },
      {
        name: `changes, a pass with ${many} of them: resident memory, more than before it`,
        value: (peak - before) / 1024 / 1024,
        unit: 'MB',
        note: `${(peak / 1024 / 1024).toFixed(0)} MB in all, with the benchmark; ${(ms / 1000).toFixed(0)} s, which are Azurite's`,
      },
    ];
  } finally {
    api.stop();
    await azurite.stop();
  }
}
