import { passesKept } from '../../shared/adapters/table-storage/pass-log.ts';
import type { PassLog, PassRecord } from '../../shared/ports/pass-log.ts';

/** Keeps the contract of `test/contracts/pass-log.ts`. */
export function createInMemoryPassLog(): PassLog {
  /** JSON, oldest first. */
  const passes: string[] = [];
  return {
    async record(pass) {
      passes.push(JSON.stringify(pass));
      if (passes.length > passesKept) passes.shift();
    },
    async last() {
      const json = passes.at(-1);
      return json === undefined ? undefined : (JSON.parse(json) as PassRecord);
    },
    async recent(count) {
      return passes
        .toReversed()
        .slice(0, count)
        .map((json) => JSON.parse(json) as PassRecord);
    },
  };
}
