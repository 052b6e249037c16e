import type { Sender } from 'rhea';
import type { SessionLock, SessionLocks } from '../messaging/session-locks.ts';
import { types } from './amqp-types.ts';
import { holdAttach, mirrorAttach } from './rhea-internals.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';
const DEFAULT_TIMEOUT_MS = 60_000;

// .NET counts 100-nanosecond ticks from the year 1.
const TICKS_AT_1970 = 621_355_968_000_000_000n;

/** True when the client asks for a session: this one, or (null) the next free one. */
export function asksForSession(sender: Sender): boolean {
  return SESSION_FILTER in (sender.source?.filter ?? {});
}

/**
 * Answers the attach of a client that asks for a session: at once, or when a session is free, or with a refusal.
 *
 * @param open starts the link before its attach is answered; returns what to do when the link is gone
 * @returns what to do when the link is gone, whether it got a session or still waits for one
 */
export function attachToSession(
  sender: Sender,
  sessions: SessionLocks,
  open: (lock: SessionLock) => () => void,
): () => void {
  const filter: unknown = sender.source.filter?.[SESSION_FILTER];
  const wanted = filter instanceof Object && 'value' in filter ? filter.value : filter;
  const onLost = () => sender.close(error('session-lock-lost', 'The session lock has expired.'));

  function answer(lock: SessionLock): () => void {
    mirrorAttach(sender, {
      properties: { 'com.microsoft:locked-until-utc': types.wrap_long(ticks(lock.lockedUntil)) },
    });
    // Clients look for the session they got in the source's filter, as a plain string.
    sender.set_source({ address: sender.source.address, filter: { [SESSION_FILTER]: lock.sessionId } });
    return open(lock);
  }

  if (typeof wanted !== 'string') return attachToNextSession(sender, sessions, answer, onLost);
  const lock = sessions.accept(wanted, onLost);
  if (lock) return answer(lock);
  sender.close(error('session-cannot-be-locked', `The requested session '${wanted}' cannot be accepted.`));
  return () => undefined;
}

/** Waits as the service does, up to the time the client says; to refuse at once would make its loop spin. */
function attachToNextSession(
  sender: Sender,
  sessions: SessionLocks,
  answer: (lock: SessionLock) => () => void,
  onLost: () => void,
): () => void {
  holdAttach(sender);
  const timer = setTimeout(() => {
    stopWaiting();
    close = () => undefined;
    sender.open();
    sender.close(error('timeout', 'The operation did not complete within the allotted timeout: no session was free.'));
  }, timeoutOf(sender));
  let close: () => void = () => {
    clearTimeout(timer);
    stopWaiting();
    // The client's detach can be answered only on a link that is attached.
    if (sender.session.is_open()) sender.open();
  };
  const stopWaiting = sessions.await((lock) => {
    clearTimeout(timer);
    close = answer(lock);
    sender.open();
  }, onLost);
  return () => close();
}

function timeoutOf(sender: Sender): number {
  return Number(sender.properties?.['com.microsoft:timeout'] ?? DEFAULT_TIMEOUT_MS);
}

function error(condition: string, description: string) {
  return { condition: `com.microsoft:${condition}`, description };
}

function ticks(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.trunc(milliseconds)) * 10_000n + TICKS_AT_1970);
  return bytes;
}
