import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The app in a folder of its own, changed and then built as it always is. */
export interface AppCopy {
  readonly folder: string;
  remove(): void;
}

const parts = ['functions', 'shared', 'scripts', 'package.json', 'host.json', 'tsconfig.json'];

interface SourceChange {
  readonly file: string;
  readonly edits: readonly { readonly from: string; readonly to: string }[];
}

/** @throws Error where a text to change is not there exactly once: the source has moved on. */
export function changedSource({ file, edits }: SourceChange): string {
  return edits.reduce(
    (source, { from, to }) => {
      const pieces = source.split(from);
      if (pieces.length !== 2) throw new Error(`${file} has ${pieces.length - 1} times: ${from}`);
      return pieces.join(to);
    },
    readFileSync(file, 'utf8'),
  );
}

export function copyApp(change: SourceChange): AppCopy {
  const folder = mkdtempSync(join(tmpdir(), 'app-copy-'));
  for (const part of parts) cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'junction');

  writeFileSync(join(folder, change.file), changedSource(change));
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
