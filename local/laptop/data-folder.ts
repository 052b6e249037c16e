import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const lockFile = 'in-use.sqlite';

/**
 * Takes the folder of the kept data for this process, as long as it lives: two on the same data would overwrite each other.
 * The lock is the system's, held through SQLite, so that a killed process leaves none behind.
 * @throws Error where another process has it; nothing in it is touched then, not even with `fresh`.
 */
export function takeDataFolder(folder: string, fresh: boolean): void {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, lockFile));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
  } catch (cause) {
    lock.close();
    throw new Error(
      `${folder}/ is in use: another "npm start" runs on it. Stop that one first (Ctrl-C in its terminal)`,
      {
        cause,
      },
    );
  }
  locks.push(lock);
  if (!fresh) return;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(lockFile)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Referenced here, so that none is collected, and with that released. */
const locks: DatabaseSync[] = [];
