import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the files below a folder that are not to be kept and were written before that time. */
export async function removeStale(folder: string, kept: ReadonlySet<string>, before: Date): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const isStale = !kept.has(file.replaceAll('\\', '/')) && (await stat(file)).mtime < before;
    if (isStale) await rm(file, { force: true });
  }
}
