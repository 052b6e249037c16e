import { readFileSync } from 'node:fs';
import { packagePath } from './package-path.ts';

interface Lockfile {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

const lockfile: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));

function missing({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => packagePath(name, owner, packages) === undefined),
  );
}

it('has the optional packages of every platform, without which "npm ci" refuses it', () => {
  expect(missing(lockfile)).toEqual([]);
});

it('would show one that is missing', () => {
  const packages = { 'node_modules/a': { optionalDependencies: { 'a-darwin': '1.0.0', 'a-linux': '1.0.0' } } };
  expect(missing({ packages: { ...packages, 'node_modules/a-linux': {} } })).toEqual(['a-darwin']);
});

it('records no download addresses', () => {
  expect(Object.values(lockfile.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
