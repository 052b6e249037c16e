import type { Event } from '../../shared/contract/event.ts';
import { fitEvent } from '../../shared/domain/fit-event.ts';
import { DeliveryError } from '../../shared/errors.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';
import { decide } from '../support/decide.ts';
import { keyOf } from '../support/key-of.ts';

interface PublisherUnderTest {
  readonly publisher: EventPublisher;
  /** The next `count` events that a subscriber gets, in the order it gets them. */
  delivered(count: number): Promise<readonly Event[]>;
  /** From here on no broker answers; the second call brings one back in the same place. */
  takeAway(): Promise<void>;
  bringBack(): Promise<void>;
}

const key = keyOf('addon:9NBLGGH4TNMP:1');

/** What every EventPublisher does. @param open with an empty topic for each test. */
export function eventPublisherContract(open: () => Promise<PublisherUnderTest>): void {
  describe('event publisher', () => {
    it('hands an event over whole', async () => {
      const { publisher, delivered } = await open();
      const [event] = eventsOf(1, 'שגיאה 👩🏽‍💻 \u0001 <b>');

      await publisher.publish(event);

      expect(await delivered(1)).toEqual([event]);
    });

    it('hands events over in the order published', async () => {
      const { publisher, delivered } = await open();
      const events = eventsOf(30);

      for (const event of events) await publisher.publish(event);

      expect(await delivered(30)).toEqual(events);
    });

    it('lets a subscriber see an event once that is published twice', async () => {
      const { publisher, delivered } = await open();
      const [first, second, last = second] = eventsOf(3);

      for (const event of [first, first, second, first, last]) await publisher.publish(event);

      expect(await delivered(3)).toEqual([first, second, last]);
    });

    it('hands over the longest event that the application makes', async () => {
      const { publisher, delivered } = await open();
      const [long] = eventsOf(1, '長い説明文\u0001"'.repeat(100_000));
      const event = fitEvent(long);
      expect(JSON.stringify(event).length).toBeGreaterThan(1_000);

      await publisher.publish(event);

      expect(await delivered(1)).toEqual([event]);
    });

    it('throws a retryable DeliveryError while there is no broker, and works again once there is one', async () => {
      const { publisher, delivered, takeAway, bringBack } = await open();
      const [first, second] = eventsOf(2);
      await publisher.publish(first);
      await delivered(1);
      await takeAway();

      const refusal = await publisher.publish(second).catch((error: unknown) => error);
      await bringBack();
      await publisher.publish(second);

      expect(refusal).toBeInstanceOf(DeliveryError);
      expect(refusal).toMatchObject({ retryable: true, message: expect.stringContaining(second.id) });
      expect(await delivered(1)).toEqual([second]);
    });

    it('throws a DeliveryError that is not retryable for an event that no message can hold', async () => {
      const { publisher, delivered } = await open();
      const [tooLong] = eventsOf(1, 'x'.repeat(300 * 1024));
      const [, next] = eventsOf(2);

      const refusal = await publisher.publish(tooLong).catch((error: unknown) => error);
      await publisher.publish(next);

      expect(refusal).toBeInstanceOf(DeliveryError);
      expect(refusal).toMatchObject({ retryable: false });
      expect(await delivered(1)).toEqual([next]);
    });
  });
}

/** Events of one submission in sequence. */
function eventsOf(count: number, details = 'Something'): [Event, Event, ...Event[]] {
  const warnings = [{ severity: 'warning' as const, code: 'Odd', details }];
  const first = decide(key, { state: 'State1', warnings });
  const events = [...first.events];
  let { next } = first;
  while (events.length < Math.max(count, 2)) {
    const decision = decide(next, { state: `State${events.length + 1}`, warnings });
    events.push(...decision.events);
    next = decision.next;
  }
  const [one, two, ...rest] = events;
  if (one === undefined || two === undefined) throw new Error('each state makes an event');
  return [one, two, ...rest];
}
