import type { Sender } from 'rhea';
import { answerFlow, canTransfer, isAttached, onSessionFlow, senderState } from './rhea-internals.ts';

/** A sending link that never sends more than its peer gave credit for, and answers every drain. */
interface CreditedSender {
  hasRoom(): boolean;
  /** Takes one credit for a message that is sent now or soon. */
  reserve(): void;
  send(bytes: Buffer, tag: Buffer): void;
  close(): void;
}

/**
 * rhea's own credit falls a turn late, and it leaves a drain unanswered when message and drain crossed; the client then closes the
 * link with the message stuck on it. So credit is counted here, from the peer's absolute limit.
 *
 * @param onRoom called when there may be room; must hand out messages before it returns
 */
export function openCreditedSender(sender: Sender, onRoom: () => void): CreditedSender {
  const state = senderState(sender);
  let limit = 0;
  let reserved = 0;
  let draining = false;

  state._get_drain = () => {
    if (!draining || reserved !== state.delivery_count) return false;
    draining = false;
    reserved = limit;
    state.delivery_count = limit;
    state.credit = 0;
    return true;
  };

  function takeCredit(): void {
    limit = state.delivery_count + state.credit;
    draining = state._draining === true;
    onRoom();
    answerFlow(sender);
  }

  sender.on('sender_flow', () => {
    // Credit may come in one packet with the attach, and rhea would write messages before its answer to that.
    if (isAttached(sender)) takeCredit();
    else setImmediate(takeCredit);
  });

  const stopListening = onSessionFlow(sender.session, () => {
    onRoom();
    if (draining) answerFlow(sender);
  });

  return {
    hasRoom: () => reserved < limit && isAttached(sender) && canTransfer(sender.session),
    reserve() {
      reserved++;
    },
    send(bytes, tag) {
      sender.send(bytes, tag, 0);
      if (draining) answerFlow(sender);
    },
    close: stopListening,
  };
}
