import { createHeap } from './binary-heap.ts';

interface Deadlines {
  /** Notes that this message has something due at this time; Infinity is never. */
  add(sequenceNumber: number, at: number): void;
  /** Takes out the next message with something due by now. */
  takeDue(now: number): number | undefined;
  next(): number | undefined;
}

interface Deadline {
  readonly at: number;
  readonly sequenceNumber: number;
}

/**
 * When which message of a queue needs attention. A deadline that was overtaken (its message is gone, its lock renewed) is not looked
 * for but dropped when it comes up, or when such ones are most of the heap.
 *
 * @param dueAt what holds for a message at present; undefined when it is gone
 * @param count of messages in the queue
 */
export function createDeadlines(dueAt: (sequenceNumber: number) => number | undefined, count: () => number): Deadlines {
  let heap = createHeap<Deadline>(({ at }) => at);
  const holds = ({ at, sequenceNumber }: Deadline) => dueAt(sequenceNumber) === at;

  /** The earliest deadline that still holds. */
  function first(): Deadline | undefined {
    for (let deadline = heap.peek(); deadline; deadline = heap.peek()) {
      if (holds(deadline)) return deadline;
      heap.pop();
    }
    return undefined;
  }

  function dropOvertaken(): void {
    const kept = createHeap<Deadline>(({ at }) => at);
    for (let deadline = heap.pop(); deadline; deadline = heap.pop()) if (holds(deadline)) kept.push(deadline);
    heap = kept;
  }

  return {
    add(sequenceNumber, at) {
      if (at === Number.POSITIVE_INFINITY) return;
      heap.push({ at, sequenceNumber });
      if (heap.size > 4 * count() + 1000) dropOvertaken();
    },
    takeDue(now) {
      const deadline = first();
      if (!deadline || deadline.at > now) return undefined;
      heap.pop();
      return deadline.sequenceNumber;
    },
    next: () => first()?.at,
  };
}
