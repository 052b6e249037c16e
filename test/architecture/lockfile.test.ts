import { readFileSync } from 'node:fs';

interface Lockfile {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

const lockfile: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** Where Node would find `name` from the folder of `owner`. */
function entryOf(name: string, owner: string, packages: Lockfile['packages']): string | undefined {
  for (let folder = owner; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}

function missing({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => entryOf(name, owner, packages) === undefined),
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
