import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { appBuild } from '../build/bundle-app.ts';
import type { Figure } from './figure.ts';
import { hardwareKeys, openTable, seed, unchangedSubmission } from './workload.ts';

const count = 100_000;

interface Planned {
  readonly due: number;
  readonly chosen: number;
  readonly beforeMB: number;
  readonly peakMB: number;
  readonly ms: number;
}

/** Peak resident memory of a process that plans a pass while all that is tracked is due. */
export async function memory(): Promise<readonly Figure[]> {
  const azurite = await startAzurite({});
  try {
    const client = await openTable(azurite.connectionString, 'memory');
    const [first] = hardwareKeys(1).map(unchangedSubmission);
    if (first === undefined) throw new Error('Nothing to seed');
    await seed(
      client,
      hardwareKeys(count).map((key) => ({ ...first, key })),
    );
    const planned = await planInItsOwnProcess(azurite.connectionString);
    if (planned.due !== count || planned.chosen !== 50) throw new Error(`${planned.due} due, ${planned.chosen} chosen`);
    const per1000 = (planned.ms / count) * 1000;
    return [
      {
        name: `memory, planning ${count} tracked, all due: peak resident`,
        value: planned.peakMB,
        unit: 'MB',
        target: { atMost: 256 },
        note: `${planned.beforeMB.toFixed(0)} MB before; ${per1000.toFixed(0)} ms per 1,000 rows`,
      },
    ];
  } finally {
    await azurite.stop();
  }
}

/** Built as the app is, because what strips types from sources takes memory too. */
async function planInItsOwnProcess(connectionString: string): Promise<Planned> {
  await mkdir('out', { recursive: true });
  const folder = await mkdtemp(join('out', 'memory-'));
  try {
    await build({ ...appBuild, entryPoints: [join(import.meta.dirname, 'memory-main.ts')], outdir: folder });
    return await new Promise((resolve, reject) => {
      const child = fork(join(folder, 'memory-main.js'), [connectionString, 'memory'], { execArgv: [] });
      child.once('message', (message) => resolve(message as Planned));
      child.once('exit', (code) => reject(new Error(`The planning process ended with ${code}`)));
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
