import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { anEnvironment } from '../../test/support/an-environment.ts';
import { appBuild, bundleApp } from '../bundle-app.ts';
import type { Figure } from './figure.ts';
import { spreadOf } from './rounds.ts';

const rounds = 15;
const run = promisify(execFile);

/**
 * Import of the built entry until all functions are registered, against an app whose only function is an empty timer, built the
 * same way. A process each, in turns. `BENCH_NODES` names further Node binaries, separated as in PATH.
 */
export async function coldStart(): Promise<readonly Figure[]> {
  await mkdir('out', { recursive: true });
  const folder = await mkdtemp(join('out', 'cold-start-'));
  try {
    const app = join(folder, 'app');
    await bundleApp(app, 'external');
    const floor = join(folder, 'floor');
    await build({ ...appBuild, outdir: floor, stdin: { contents: emptyApp, resolveDir: '.', sourcefile: 'index.js' } });
    const figures: Figure[] = [];
    for (const node of [process.execPath, ...(process.env['BENCH_NODES'] ?? '').split(':').filter(Boolean)]) {
      const version = (await run(node, ['--version'])).stdout.trim();
      const [pairs, whole]: [number[][], number[][]] = [[], []];
      for (let round = 0; round <= rounds; round += 1) {
        const [empty, full] = [await timed(node, join(floor, 'stdin.js')), await timed(node, join(app, 'index.js'))];
        if (empty.registered !== 1 || full.registered < 10) throw new Error('Not everything was registered');
        if (round === 0) continue;
        pairs.push([empty.ms, full.ms]);
        whole.push([empty.processMs, full.processMs]);
      }
      const ratios = spreadOf(pairs.map(([empty = 0, full = 0]) => full / empty));
      const [empty, full] = [0, 1].map((side) => spreadOf(pairs.map((pair) => pair[side] ?? 0)).median);
      const processes = [0, 1].map((side) => spreadOf(whole.map((pair) => pair[side] ?? 0)).median.toFixed(0));
      figures.push({
        name: `cold start, Node ${version}: import / empty timer app`,
        value: ratios.median,
        unit: 'x',
        spread: ratios.spread,
        target: { atMost: 1.5 },
        note: `${full?.toFixed(1)} against ${empty?.toFixed(1)} ms; whole process ${processes[1]} against ${processes[0]} ms`,
      });
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const emptyApp = `
import { app } from '@azure/functions';
app.timer('empty', { schedule: '0 * * * * *', handler() {} });
`;

async function timed(node: string, entry: string): Promise<{ ms: number; registered: number; processMs: number }> {
  const start = performance.now();
  const script = join(import.meta.dirname, 'cold-start-load.mjs');
  const { stdout } = await run(node, [script, resolve(entry)], { env: { ...anEnvironment() } });
  const measured = JSON.parse(stdout) as { ms: number; registered: number };
  return { ...measured, processMs: performance.now() - start };
}
