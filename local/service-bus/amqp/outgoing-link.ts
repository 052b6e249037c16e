import type { Delivery, EventContext, Sender } from 'rhea';
import type { Settlement } from '../messaging/brokered-message.ts';
import type { MessageStore } from '../messaging/message-store.ts';
import type { SessionLock } from '../messaging/session-locks.ts';
import type { Source } from '../messaging/source.ts';
import { openCreditedSender } from './credited-sender.ts';
import { encodeDelivery } from './delivery-message.ts';
import { tagToToken, tokenToTag } from './lock-token.ts';
import { messageLockLost, sessionLockLost } from './management-reply.ts';
import { settleDelivery } from './rhea-internals.ts';
import { readSettlement } from './settlement-state.ts';

const SETTLED = 1;

/**
 * The broker's end of a client's receiver, for a link whose attach is already answered.
 *
 * @param session the lock under which a receiver of a session-enabled entity reads
 * @returns what to do when the link is gone
 */
export function openOutgoingLink(
  sender: Sender,
  source: Source,
  store: MessageStore,
  session: SessionLock | undefined,
): () => void {
  const { queue, consumers } = source;
  const { condition, description } = session ? sessionLockLost : messageLockLost;
  const lockLost = { condition, description };
  const sessionId = session?.sessionId;
  const link = openCreditedSender(sender, consumers.serve);
  let closing = false;

  /** A message stays locked when its link goes: only the end of its lock, or its session, brings it back. */
  function deliverLocked(): boolean {
    // Within a session the session's lock is the only one that can run out.
    const locked = queue.receive(sessionId, session && Number.POSITIVE_INFINITY);
    if (!locked) return false;
    link.reserve();
    const lockedUntil = session?.lockedUntil ?? locked.lockedUntil;
    link.send(encodeDelivery(locked.message, { lockedUntil }), tokenToTag(locked.token));
    return true;
  }

  function deliverSettled(): boolean {
    const message = queue.receiveAndDelete(sessionId);
    if (!message) return false;
    link.reserve();
    // At most once: it must be gone from the disk before it can be seen.
    store.afterCommit(() => link.send(encodeDelivery(message), Buffer.from(String(message.sequenceNumber))));
    return true;
  }

  const consumer = { hasRoom: link.hasRoom, take: sender.snd_settle_mode === SETTLED ? deliverSettled : deliverLocked };

  function settle(delivery: Delivery, settlement: Settlement): void {
    const held = queue.settle(tagToToken(delivery.tag as Buffer), settlement);
    store.afterCommit(() => settleDelivery(delivery, held ? undefined : lockLost));
    if (closing) store.flush();
  }

  for (const outcome of ['accepted', 'rejected', 'released', 'modified']) {
    sender.on(outcome, ({ delivery }: EventContext) => {
      if (delivery) settle(delivery, readSettlement(outcome, delivery));
    });
  }
  sender.on('settled', ({ delivery }: EventContext) => delivery?.update(true));
  consumers.add(consumer);

  return () => {
    // What was settled before the detach is answered before the detach, else the client waits for it in vain.
    closing = true;
    store.flush();
    link.close();
    consumers.remove(consumer);
    if (session) source.sessions?.release(session);
  };
}
