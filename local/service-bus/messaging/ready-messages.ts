import { createHeap, type Heap } from './binary-heap.ts';

interface ReadyMessages {
  add(sequenceNumber: number, sessionId: string): void;
  /** Takes out the first message of a session. */
  take(sessionId: string): number | undefined;
  /** The session, out of those `isFree` accepts, whose message has waited longest. */
  longestWaiting(isFree: (sessionId: string) => boolean): string | undefined;
}

/**
 * The messages of a queue that may be received, by session, in order of sequence numbers. One that left the queue without being
 * taken, because it expired, is dropped when it comes up.
 */
export function createReadyMessages(isThere: (sequenceNumber: number) => boolean): ReadyMessages {
  const bySession = new Map<string, Heap<number>>();

  function first(sessionId: string): number | undefined {
    const heap = bySession.get(sessionId);
    for (let number = heap?.peek(); number !== undefined; number = heap?.peek()) {
      if (isThere(number)) return number;
      heap?.pop();
    }
    bySession.delete(sessionId);
    return undefined;
  }

  return {
    add(sequenceNumber, sessionId) {
      const heap = bySession.get(sessionId) ?? createHeap<number>((number) => number);
      bySession.set(sessionId, heap);
      heap.push(sequenceNumber);
    },
    take(sessionId) {
      const number = first(sessionId);
      bySession.get(sessionId)?.pop();
      return number;
    },
    longestWaiting(isFree) {
      const heads = createHeap<readonly [number: number, sessionId: string]>(([number]) => number);
      for (const sessionId of [...bySession.keys()].filter(isFree)) {
        const number = first(sessionId);
        if (number !== undefined) heads.push([number, sessionId]);
      }
      return heads.peek()?.[1];
    },
  };
}
