import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { bundleApp } from '../build/bundle-app.ts';
import type { Figure } from './figure.ts';

/** What the build is made of: the entry, which every start loads, and everything, with the packages that weigh most. */
export async function bundle(): Promise<readonly Figure[]> {
  await mkdir('out', { recursive: true });
  const folder = await mkdtemp(join('out', 'bundle-'));
  try {
    const { outputs } = await bundleApp(folder, 'external');
    const code = Object.entries(outputs).filter(([path]) => path.endsWith('.js'));
    const entry = join(folder, 'index.js');
    const started = new Set<string>();
    reach(outputs, relative('.', entry), started);
    return [
      await sized(
        'bundle, entry with what it imports at once',
        code.filter(([path]) => started.has(path)),
      ),
      await sized('bundle, everything', code),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function reach(outputs: Metafile['outputs'], path: string, found: Set<string>): void {
  if (found.has(path)) return;
  found.add(path);
  for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) reach(outputs, imported, found);
  }
}

async function sized(name: string, code: readonly [string, Metafile['outputs'][string]][]): Promise<Figure> {
  const bytes = code.reduce((sum, [, output]) => sum + output.bytes, 0);
  const texts = await Promise.all(code.map(([path]) => readFile(path)));
  const zipped = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  const parts = new Map<string, number>();
  for (const [, { inputs }] of code) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/')[0] ?? path;
      parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
    }
  }
  const heaviest = [...parts].sort((a, b) => b[1] - a[1]).slice(0, 8);
  const content = heaviest.map(([part, size]) => `${part} ${kilobytes(size)}`).join(', ');
  return {
    name,
    value: bytes / 1024,
    unit: 'KB',
    note: `${code.length} files, ${kilobytes(zipped)} KB zipped: ${content}`,
  };
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(0);
}
