import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { anEnvironment } from '../../test/support/an-environment.ts';
import { appBuild, bundleApp } from '../build/bundle-app.ts';
import type { BenchOptions, Figure } from './figure.ts';
import { spreadOf } from './rounds.ts';

const rounds = 21;
/** What Azure Functions runs today. */
const releases = ['22', '24'];
const run = promisify(execFile);

/**
 * Import of the built entry until all functions are registered, against an app whose only function is an empty timer, built the
 * same way. A process each, in turns, on each release of Node that there is a binary of.
 */
export async function coldStart({ nodes }: BenchOptions): Promise<readonly Figure[]> {
  await mkdir('out', { recursive: true });
  const folder = await mkdtemp(join('out', 'cold-start-'));
  try {
    const app = join(folder, 'app');
    await bundleApp(app, 'external');
    const floor = join(folder, 'floor');
    await build({ ...appBuild, outdir: floor, stdin: { contents: emptyApp, resolveDir: '.', sourcefile: 'index.js' } });
    const binaries = new Map<string, string>();
    for (const node of [process.execPath, ...nodes]) binaries.set(await releaseOf(node), node);
    const figures: Figure[] = [];
    for (const release of new Set([...releases, ...binaries.keys()])) {
      const node = binaries.get(release);
      if (node === undefined) figures.push(notMeasured(release));
      else figures.push(...(await figuresOf(node, join(floor, 'stdin.js'), join(app, 'index.js'))));
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

const target = { atMost: 1.5 };

function notMeasured(release: string): Figure {
  const note = 'no binary of it; name one with --node PATH';
  return { name: `cold start, Node ${release}: import / empty timer app`, unit: 'x', target, note };
}

async function releaseOf(node: string): Promise<string> {
  return (await run(node, ['-p', 'process.versions.node'])).stdout.split('.')[0] ?? '';
}

interface Start {
  readonly ms: number;
  readonly cpuMs: number;
  readonly registered: number;
}

async function figuresOf(node: string, floor: string, app: string): Promise<readonly Figure[]> {
  const version = (await run(node, ['--version'])).stdout.trim();
  const pairs: { empty: Start; full: Start }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { empty: await started(node, floor), full: await started(node, app) };
    if (pair.empty.registered !== 1 || pair.full.registered < 10) throw new Error('Not everything was registered');
    if (round > 0) pairs.push(pair);
  }
  return (['ms', 'cpuMs'] as const).map((what): Figure => {
    const { median, spread } = spreadOf(pairs.map(({ empty, full }) => full[what] / empty[what]));
    const typical = (side: 'empty' | 'full') => spreadOf(pairs.map((pair) => pair[side][what])).median.toFixed(1);
    return {
      name: `cold start, Node ${version}: ${what === 'ms' ? 'import' : 'CPU of the import'} / empty timer app`,
      value: median,
      unit: 'x',
      spread,
      ...(what === 'ms' ? { target } : {}),
      note: `${typical('full')} against ${typical('empty')} ms`,
    };
  });
}

async function started(node: string, entry: string): Promise<Start> {
  const script = join(import.meta.dirname, 'cold-start-load.mjs');
  const { stdout } = await run(node, [script, resolve(entry)], { env: { ...anEnvironment() } });
  return JSON.parse(stdout) as Start;
}
