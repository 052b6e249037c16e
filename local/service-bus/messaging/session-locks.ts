import type { MessageQueue } from './message-queue.ts';

/** A session held by one receiver. */
export interface SessionLock {
  readonly sessionId: string;
  lockedUntil: number;
  /** Called when the lock ran out. */
  readonly onLost: () => void;
}

export interface SessionLocks {
  /** Locks a session, or the free one whose message has waited longest; undefined when it is taken, or none is free. */
  accept(sessionId: string | undefined, onLost: () => void): SessionLock | undefined;
  /** Asks for the next free session, now or later. Returns what takes the request back. */
  await(onAccepted: (lock: SessionLock) => void, onLost: () => void): () => void;
  /** Gives free sessions to those who wait. */
  serve(): void;
  isHeld(lock: SessionLock): boolean;
  /** The new end of the lock, or undefined when nobody holds it. */
  renew(sessionId: string): number | undefined;
  release(lock: SessionLock): void;
  lockedUntil(sessionId: string): number | undefined;
  state(sessionId: string): Buffer | undefined;
  setState(sessionId: string, state: Buffer | undefined): void;
  advance(): void;
  nextDeadline(): number | undefined;
}

/** The session locks of one queue or subscription, and the state receivers keep with a session (in memory only). */
export function createSessionLocks(options: {
  readonly queue: MessageQueue;
  readonly lockDurationMs: number;
  readonly now: () => number;
  readonly onDeadline: (at: number) => void;
}): SessionLocks {
  const { queue, lockDurationMs, now, onDeadline } = options;
  const held = new Map<string, SessionLock>();
  const states = new Map<string, Buffer>();
  const waiting = new Set<() => void>();

  function extended(): number {
    const until = now() + lockDurationMs;
    onDeadline(until);
    return until;
  }

  function accept(wanted: string | undefined, onLost: () => void): SessionLock | undefined {
    advance();
    const sessionId = wanted ?? queue.nextSession((id) => id !== '' && !held.has(id));
    if (sessionId === undefined || held.has(sessionId)) return undefined;
    const lock = { sessionId, lockedUntil: extended(), onLost };
    held.set(sessionId, lock);
    return lock;
  }

  function serve(): void {
    for (const attempt of [...waiting]) attempt();
  }

  function advance(): void {
    const time = now();
    const lost = [...held.values()].filter(({ lockedUntil }) => lockedUntil <= time);
    for (const lock of lost) {
      held.delete(lock.sessionId);
      queue.releaseSession(lock.sessionId, true);
      lock.onLost();
    }
    // Messages that nobody had received do not become ready again, so nothing else tells those who wait.
    if (lost.length > 0) serve();
  }

  return {
    accept,
    await(onAccepted, onLost) {
      const attempt = () => {
        const lock = waiting.has(attempt) ? accept(undefined, onLost) : undefined;
        if (!lock) return;
        waiting.delete(attempt);
        onAccepted(lock);
      };
      waiting.add(attempt);
      attempt();
      return () => waiting.delete(attempt);
    },
    serve,
    isHeld(lock) {
      advance();
      return held.get(lock.sessionId) === lock;
    },
    renew(sessionId) {
      advance();
      const lock = held.get(sessionId);
      if (!lock) return undefined;
      lock.lockedUntil = extended();
      return lock.lockedUntil;
    },
    release(lock) {
      if (held.get(lock.sessionId) !== lock) return;
      held.delete(lock.sessionId);
      queue.releaseSession(lock.sessionId, false);
      serve();
    },
    lockedUntil(sessionId) {
      advance();
      return held.get(sessionId)?.lockedUntil;
    },
    state: (sessionId) => states.get(sessionId),
    setState(sessionId, state) {
      if (state) states.set(sessionId, state);
      else states.delete(sessionId);
    },
    advance,
    nextDeadline() {
      const deadlines = [...held.values()].map(({ lockedUntil }) => lockedUntil);
      return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
    },
  };
}
