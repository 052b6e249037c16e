import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleApp } from '../build/bundle-app.ts';

interface PackagedFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
}

/** What the worker reads of package.json. Nothing is installed where it runs: everything is in the bundle. */
const kept = ['name', 'version', 'license', 'private', 'type', 'main', 'engines'] as const;

/**
 * Makes the folder that is deployed: the bundle, host.json and a package.json of what the worker needs. Its source maps come to lie
 * beside it, to read the stack traces of this very package with.
 * @returns every file of the package.
 */
export async function makePackage(folder: string, mapsFolder: string): Promise<readonly PackagedFile[]> {
  await Promise.all([folder, mapsFolder].map((path) => rm(path, { recursive: true, force: true })));
  await bundleApp(join(folder, 'dist'), 'external');
  await moveMaps(folder, mapsFolder);
  await copyFile('host.json', join(folder, 'host.json'));
  const whole = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;
  const reduced = Object.fromEntries(kept.map((name) => [name, whole[name]]));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(reduced, null, 2)}\n`);
  return filesIn(folder);
}

async function moveMaps(folder: string, mapsFolder: string): Promise<void> {
  for (const { path } of await filesIn(folder)) {
    if (!path.endsWith('.map')) continue;
    await mkdir(dirname(join(mapsFolder, path)), { recursive: true });
    await rename(join(folder, path), join(mapsFolder, path));
  }
}

async function filesIn(folder: string): Promise<PackagedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.sort().map(async (file) => ({
      path: file.slice(join(folder, '/').length).replaceAll('\\', '/'),
      bytes: (await stat(file)).size,
    })),
  );
}
