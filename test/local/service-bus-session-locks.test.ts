import type { BrokeredMessage } from '../../local/service-bus/messaging/brokered-message.ts';
import { createMessageQueue } from '../../local/service-bus/messaging/message-queue.ts';
import { createSessionLocks } from '../../local/service-bus/messaging/session-locks.ts';

const ignore = () => undefined;

/** A queue with one message of session `a`, and its locks, on a clock that the test moves. */
function openSession() {
  let time = 0;
  const now = () => time;
  const queue = createMessageQueue({
    limits: { lockDurationMs: 30_000, maxDeliveryCount: 10, deadLetterOnExpiration: false },
    hasSessions: true,
    journal: { save: ignore, remove: ignore, deadLetter: ignore },
    now,
    onReady: ignore,
    onDeadline: ignore,
  });
  const message: BrokeredMessage = {
    sequenceNumber: 1,
    enqueuedSequenceNumber: 1,
    enqueuedAt: 0,
    expiresAt: Number.POSITIVE_INFINITY,
    deliveryCount: 0,
    deferred: false,
    sessionId: 'a',
    deadLetterSource: undefined,
    content: {
      header: { durable: undefined, priority: undefined, ttl: undefined },
      annotations: {},
      properties: Buffer.alloc(0),
      applicationProperties: Buffer.alloc(0),
      body: Buffer.alloc(0),
    },
  };
  queue.add(message);
  const locks = createSessionLocks({ queue, lockDurationMs: 30_000, now, onDeadline: ignore });
  return {
    locks,
    pass(milliseconds: number) {
      time += milliseconds;
      locks.advance();
    },
  };
}

it('a session whose holder received nothing goes to who waits for one when its lock runs out', () => {
  const { locks, pass } = openSession();
  const lost: string[] = [];
  const given: string[] = [];
  locks.accept('a', () => lost.push('first'));
  locks.await(({ sessionId }) => given.push(sessionId), ignore);

  pass(29_999);
  expect({ lost, given }).toEqual({ lost: [], given: [] });

  pass(1);
  expect({ lost, given }).toEqual({ lost: ['first'], given: ['a'] });
});
