import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';

const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');

it('the lists of CONTRIBUTING.md name files that there are', () => {
  const page = readFileSync('CONTRIBUTING.md', 'utf8');
  const [, lists = ''] = /^## How to add\n([\s\S]*?)^## /m.exec(page) ?? [];
  const named = [...lists.matchAll(/`([\w./*-]+\.(?:ts|bicep|md))`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(30);
  const isThere = (path: string) => files.some((file) => matchesGlob(file, path) || matchesGlob(file, `**/${path}`));
  expect(named.filter((path) => !isThere(path))).toEqual([]);
});
