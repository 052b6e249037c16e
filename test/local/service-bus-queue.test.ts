import fc from 'fast-check';
import { types } from '../../local/service-bus/amqp/amqp-types.ts';
import { decodeBareMessage } from '../../local/service-bus/amqp/bare-message.ts';
import { createHeap } from '../../local/service-bus/messaging/binary-heap.ts';
import type { BrokeredMessage, Settlement } from '../../local/service-bus/messaging/brokered-message.ts';
import { createMessageQueue, type LockedMessage } from '../../local/service-bus/messaging/message-queue.ts';

const content = decodeBareMessage(Buffer.alloc(0));

function message(sequenceNumber: number, expiresAt: number): BrokeredMessage {
  return {
    sequenceNumber,
    enqueuedSequenceNumber: sequenceNumber,
    enqueuedAt: 0,
    expiresAt,
    deliveryCount: 0,
    deferred: false,
    sessionId: '',
    deadLetterSource: undefined,
    content,
  };
}

/** A queue whose journal writes to maps, as the store writes to tables. */
function journaledQueue() {
  const stored = new Map<number, BrokeredMessage>();
  const deadLetters: number[] = [];
  const clock = { now: 0 };
  const queue = createMessageQueue({
    limits: { lockDurationMs: 50, maxDeliveryCount: 3, deadLetterOnExpiration: true },
    hasSessions: false,
    now: () => clock.now,
    journal: {
      save: (saved) => stored.set(saved.sequenceNumber, saved),
      remove: ({ sequenceNumber }) => stored.delete(sequenceNumber),
      deadLetter({ sequenceNumber }) {
        stored.delete(sequenceNumber);
        deadLetters.push(sequenceNumber);
      },
    },
    onReady() {},
    onDeadline() {},
  });
  return { queue, stored, deadLetters, clock };
}

type Step =
  | { readonly do: 'send'; readonly timeToLive: number }
  | { readonly do: 'receive' }
  | { readonly do: 'receiveDeferred' }
  | { readonly do: 'settle'; readonly kind: Settlement['kind']; readonly which: number }
  | { readonly do: 'renew'; readonly which: number }
  | { readonly do: 'wait'; readonly milliseconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('send' as const), timeToLive: fc.constantFrom(30, 120, Number.POSITIVE_INFINITY) }),
  fc.record({ do: fc.constant('receive' as const) }),
  fc.record({ do: fc.constant('receiveDeferred' as const) }),
  fc.record({
    do: fc.constant('settle' as const),
    kind: fc.constantFrom('complete' as const, 'abandon' as const, 'defer' as const, 'deadLetter' as const),
    which: fc.nat(5),
  }),
  fc.record({ do: fc.constant('renew' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.constantFrom(1, 20, 49, 50) }),
);

it('keeps every message in exactly one place, and the journal in step with the memory, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
      const { queue, stored, deadLetters, clock } = journaledQueue();
      const held: { locked: LockedMessage; until: number }[] = [];
      const isHeld = ({ until }: { until: number }) => until > clock.now;
      const hold = (locked: LockedMessage) => held.push({ locked, until: locked.lockedUntil });
      const completed: number[] = [];
      let sent = 0;

      const run: { [kind in Step['do']]: (step: Extract<Step, { do: kind }>) => void } = {
        send({ timeToLive }) {
          const fresh = message(++sent, clock.now + timeToLive);
          stored.set(sent, fresh);
          queue.add(fresh);
        },
        receive() {
          const locked = queue.receive();
          if (locked) hold(locked);
        },
        receiveDeferred() {
          const deferred = [...queue.peek(0)].find((peeked) => peeked.deferred);
          for (const locked of (deferred && queue.receiveDeferred([deferred.sequenceNumber])) ?? []) hold(locked);
        },
        settle({ kind, which }) {
          const [chosen] = held.splice(which, 1);
          if (!chosen) return;
          const settlement: Settlement = kind === 'complete' ? { kind } : { kind, properties: {} };
          expect(queue.settle(chosen.locked.token, settlement)).toBe(isHeld(chosen));
          if (isHeld(chosen) && kind === 'complete') completed.push(chosen.locked.message.sequenceNumber);
        },
        renew({ which }) {
          const chosen = held[which];
          if (!chosen) return;
          const until = isHeld(chosen) ? clock.now + 50 : undefined;
          expect(queue.renew(chosen.locked.token)).toBe(until);
          chosen.until = until ?? chosen.until;
        },
        wait({ milliseconds }) {
          clock.now += milliseconds;
          queue.advance();
        },
      };
      for (const next of steps) run[next.do](next as never);

      const there = [...queue.peek(0)];
      expect(there).toEqual([...stored.values()].toSorted((a, b) => a.sequenceNumber - b.sequenceNumber));
      expect(
        [...there.map((left) => left.sequenceNumber), ...completed, ...deadLetters].toSorted((a, b) => a - b),
      ).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
      for (const { deliveryCount } of there) expect(deliveryCount).toBeLessThan(3);
      const locked = new Set(held.filter(isHeld).map((holding) => holding.locked.message.sequenceNumber));
      const receivable = there.filter(({ deferred, sequenceNumber }) => !deferred && !locked.has(sequenceNumber));
      for (const { sequenceNumber } of receivable) expect(queue.receive()?.message.sequenceNumber).toBe(sequenceNumber);
      expect(queue.receive()).toBeUndefined();
      expect(queue.nextDeadline() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(clock.now);
    }),
    { numRuns: 500 },
  );
});

it('ends a lock at the last of many renewals', () => {
  const { queue, clock } = journaledQueue();
  queue.add(message(1, Number.POSITIVE_INFINITY));
  const locked = queue.receive();
  for (let renewal = 0; renewal < 5000; renewal++) {
    clock.now++;
    queue.renew(locked?.token ?? '');
  }

  expect(queue.nextDeadline()).toBe(5050);
  clock.now = 5049;
  expect(queue.receive()).toBeUndefined();
  clock.now = 5050;
  expect(queue.receive()?.message).toMatchObject({ sequenceNumber: 1, deliveryCount: 1 });
});

it('hands out what it can in order of sequence numbers, however often messages come back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 20 }), (abandoned) => {
      const { queue } = journaledQueue();
      for (let number = 1; number <= 10; number++) queue.add(message(number, Number.POSITIVE_INFINITY));
      const held = Array.from({ length: 10 }, () => queue.receive());
      const back = new Set(abandoned);
      for (const index of back) {
        const locked = held[index];
        if (locked) queue.settle(locked.token, { kind: 'abandon', properties: { why: types.wrap_string('later') } });
      }
      const again = [...back].map(() => queue.receive()?.message.sequenceNumber);
      expect(again).toEqual([...back].toSorted((a, b) => a - b).map((index) => index + 1));
    }),
  );
});

it('keeps a heap in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = createHeap<number>((number) => number);
      for (const number of numbers) heap.push(number);
      const popped = numbers.map(() => heap.pop());
      expect(popped).toEqual(numbers.toSorted((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
