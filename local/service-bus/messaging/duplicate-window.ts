interface DuplicateWindow {
  /** True the first time an id is seen within the window; remembers it. */
  admit(messageId: string): boolean;
}

/**
 * Message ids seen during the last `windowMs`.
 *
 * @param seen what a former run saw, oldest first
 * @param journal told of each new id, and of the time before which ids may be forgotten
 */
export function createDuplicateWindow(options: {
  readonly windowMs: number;
  readonly now: () => number;
  readonly seen: Iterable<readonly [messageId: string, at: number]>;
  readonly journal: { remember(messageId: string, at: number): void; forgetBefore(at: number): void };
}): DuplicateWindow {
  const { windowMs, now, journal } = options;
  const seenAt = new Map(options.seen);
  let forgetAt = now();

  /** A map keeps its insertion order, which is the order of time. Not at each message: deleting rows costs a write. */
  function forget(time: number): void {
    if (time < forgetAt) return;
    forgetAt = time + windowMs / 10;
    for (const [messageId, at] of seenAt) {
      if (at > time - windowMs) break;
      seenAt.delete(messageId);
    }
    journal.forgetBefore(time - windowMs);
  }

  return {
    admit(messageId) {
      const time = now();
      forget(time);
      const at = seenAt.get(messageId);
      if (at !== undefined && at > time - windowMs) return false;
      seenAt.delete(messageId);
      seenAt.set(messageId, time);
      journal.remember(messageId, time);
      return true;
    },
  };
}
