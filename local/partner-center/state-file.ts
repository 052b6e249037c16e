import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { emptyState, type State } from './state.ts';
import { StateFileError } from './state-file-error.ts';
import { parseState, printState } from './state-text.ts';

/**
 * Keeps the state in a file; without a path keeps nothing. Whoever changes the state says so by `changed`, and whoever
 * answers a request calls `save` first, so that nothing is ever answered that a restart would not know.
 *
 * @throws {StateFileError} when there is a file and it does not hold a state.
 */
export function openStateFile(path: string | undefined) {
  const kept = path === undefined ? undefined : read(path);
  // Also where there is no file yet: making it shows at the start whether it can be made.
  let isUnsaved = kept === undefined;

  return {
    initial: kept ?? emptyState,
    changed() {
      isUnsaved = true;
    },
    /**
     * Writes the state if it changed since it was last written.
     * @throws {StateFileError} when that fails; the next call tries again.
     */
    save(current: () => State) {
      if (path === undefined || !isUnsaved) return;
      write(path, printState(current()));
      isUnsaved = false;
    },
  };
}

function read(path: string): State | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StateFileError(`${path} cannot be read: ${reasonOf(error)}`);
  }
  try {
    return parseState(text);
  } catch (error) {
    const reason = reasonOf(error);
    throw new StateFileError(
      `${path} does not hold a Partner Center (${reason}); repair it, or remove it to start empty`,
    );
  }
}

/**
 * Replaces the file as a whole: a process killed at any moment leaves the old or the new one. Not flushed to the disk,
 * since what a process wrote outlives it, and only a machine that stops could lose it. One fixed name for the new file,
 * so that a kill leaves at most one behind.
 */
function write(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    throw new StateFileError(`${path} cannot be written: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return (error as Error).message;
}
