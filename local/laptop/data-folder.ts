import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const lockFile = 'in-use.sqlite';
/** SQLite's code for a file that is none of its own: nobody can hold a lock through that. */
const notADatabase = 26;
const busy = 5;

/**
 * Takes the folder of the kept data for this process, as long as it lives: two on the same data would overwrite each other.
 * The lock is the system's, held through SQLite, so that a killed process leaves none behind.
 * @throws Error where another process has it; nothing in it is touched then, not even with `fresh`. The system's or SQLite's
 * where it cannot be written.
 */
export function takeDataFolder(folder: string, fresh: boolean): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, lockFile);
  try {
    locks.push(takeLock(file));
  } catch (error) {
    const code = (error as { errcode?: number }).errcode;
    if (code === busy) {
      throw new Error(
        `${folder}/ is in use: another "npm start" runs on it. Stop that one first (Ctrl-C in its terminal)`,
        { cause: error },
      );
    }
    if (code !== notADatabase) throw error;
    rmSync(file);
    locks.push(takeLock(file));
  }
  if (!fresh) return;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(lockFile)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function takeLock(file: string): DatabaseSync {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Referenced here, so that none is collected, and with that released. */
const locks: DatabaseSync[] = [];
