import type { SharedState } from '../../shared/ports/shared-state.ts';

export interface InMemoryState<T> extends SharedState<T> {
  /** Every value that was saved, in order. */
  readonly saved: readonly T[];
}

/** Keeps the contract of `test/contracts/shared-state.ts`. */
export function createInMemoryState<T>(): InMemoryState<T> {
  /** JSON, so that nobody can change what is kept by changing what was read or written. */
  const writes: string[] = [];
  return {
    get saved() {
      return writes.map((json) => JSON.parse(json) as T);
    },
    async load() {
      const json = writes.at(-1);
      return json === undefined ? undefined : { value: JSON.parse(json) as T, version: `s${writes.length}` };
    },
    async save(next, expected) {
      if (expected !== (writes.length === 0 ? undefined : `s${writes.length}`)) return 'conflict';
      writes.push(JSON.stringify(next));
      return 'committed';
    },
  };
}
