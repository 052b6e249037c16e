import { DeliveryError } from '../../shared/errors.ts';
import type { Slice, SliceQueue } from '../../shared/ports/slice-queue.ts';

export interface RecordingSliceQueue extends SliceQueue {
  /** Everything the broker took, without doubles, in the order taken. */
  readonly taken: readonly Slice[];
  /** The slices that are to be seen by now: begun, and not over. Each is given once. */
  receive(): readonly Slice[];
  /** Whether to refuse everything from now on. */
  refuse(refuses: boolean): void;
}

/** Keeps the contract of `test/contracts/slice-queue.ts`. */
export function createRecordingSliceQueue(now: () => Date): RecordingSliceQueue {
  const taken: Slice[] = [];
  const received = new Set<string>();
  let refuses = false;
  return {
    taken,
    refuse(next) {
      refuses = next;
    },
    async send(slices) {
      if (refuses) throw new DeliveryError('The slices of a pass were not sent', { retryable: true });
      for (const slice of slices) {
        if (taken.every(({ id }) => id !== slice.id)) taken.push(JSON.parse(JSON.stringify(slice)) as Slice);
      }
    },
    receive() {
      const at = now().toISOString();
      const visible = taken.filter(({ id, startAt, endAt }) => startAt <= at && at < endAt && !received.has(id));
      for (const { id } of visible) received.add(id);
      return visible;
    },
  };
}
