import { startAzurite } from '../../local/azurite/azurite.ts';
import { pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { startApi } from './api-process.ts';
import type { Figure } from './figure.ts';
import { costOf } from './rounds.ts';
import {
  adaptersOn,
  hardwareKeys,
  openTable,
  partnerCenterAt,
  pollDependencies,
  seed,
  unchangedSubmission,
} from './workload.ts';

const count = 5_000;

/** A pass in which everything has changed: a commit, a relay and a removal each. */
export async function changes(): Promise<readonly Figure[]> {
  const [azurite, api] = [await startAzurite({}), await startApi()];
  try {
    const client = await openTable(azurite.connectionString, 'changes');
    await seed(client, hardwareKeys(count).map(unchangedSubmission));
    const dependencies = pollDependencies(adaptersOn(client), { partnerCenter: partnerCenterAt(api.url) });
    const pass = () => pollSubmissions(dependencies, new AbortController().signal);
    const unchanged = await costOf(pass);
    await api.show('preProcessing');
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const changed = await costOf(async () => {
      const summary = await pass();
      if (summary.changed !== count || summary.published !== count) throw new Error(JSON.stringify(summary));
    });
    clearInterval(sampling);
    const each = (cpuMs: number) => `${((cpuMs / count) * 1000).toFixed(0)} µs`;
    return [
      {
        name: `changes, pass with ${count} changes: CPU per changed / per unchanged`,
        value: changed.cpuMs / unchanged.cpuMs,
        unit: 'x',
        note: `${each(changed.cpuMs)} against ${each(unchanged.cpuMs)}`,
      },
      {
        name: `changes, pass with ${count} changes: resident, peak`,
        value: peak / 1024 / 1024,
        unit: 'MB',
        note: `${(before / 1024 / 1024).toFixed(0)} MB before; ${(changed.ms / 1000).toFixed(1)} s, which is Azurite's`,
      },
    ];
  } finally {
    api.stop();
    await azurite.stop();
  }
}
