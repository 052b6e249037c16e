import type { SharedState } from '../../shared/ports/shared-state.ts';

interface InMemoryState<T> extends SharedState<T> {
  /** Every value that was saved, in order. */
  readonly saved: readonly T[];
  /** As another hand may: what is there cannot be read any more. */
  spoil(): void;
}

/** Keeps the contract of `test/contracts/shared-state.ts`. */
export function createInMemoryState<T>(): InMemoryState<T> {
  /** JSON, so that nobody can change what is kept by changing what was read or written. */
  const writes: string[] = [];
  let spoiltAt: number | undefined;
  return {
    spoil() {
      spoiltAt = writes.length;
    },
    get saved() {
      return writes.map((json) => JSON.parse(json) as T);
    },
    async load() {
      const json = writes.at(-1);
      if (json === undefined) return undefined;
      const version = `s${writes.length}`;
      return spoiltAt === writes.length ? { version } : { value: JSON.parse(json) as T, version };
    },
    async save(next, expected) {
      if (expected !== (writes.length === 0 ? undefined : `s${writes.length}`)) return 'conflict';
      writes.push(JSON.stringify(next));
      return 'committed';
    },
  };
}
