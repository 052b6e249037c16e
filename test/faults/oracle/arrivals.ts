import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { NOTES_PASSWORD, SIGNATURE_MARK, TOKEN_MARK } from '../../../local/partner-center/credentials.ts';
import { type Event, eventSchema } from '../../../shared/contract/event.ts';
import { type WatcherEvent, watcherEventSchema } from '../../../shared/contract/watcher-event.ts';
import type { Delivery } from '../world/subscriber.ts';
import type { Violation } from './violation.ts';

export type AnyEvent = Event | WatcherEvent;

/** What one subscriber got: each event once, in the order in which they first arrived. */
interface Arrivals {
  /** @returns what is wrong with these deliveries by themselves. */
  take(deliveries: readonly Delivery[]): readonly Violation[];
  /** Events of a submission (or of the `watcher`), de-duplicated by id; their sequences are 1, 2, 3 ... */
  of(subject: string): readonly AnyEvent[];
  subjects(): readonly string[];
  readonly counts: { received: number; repeated: number };
}

const anyEvent = z.union([eventSchema, watcherEventSchema]);
/** What must never leave the app. A signature is in base64, where its first characters are always these. */
const secrets = [TOKEN_MARK, NOTES_PASSWORD, btoa(SIGNATURE_MARK).slice(0, 20), 'sig=secret'];

export function createArrivals(subscriber: string, dropsRepeats: boolean): Arrivals {
  const bySubject = new Map<string, AnyEvent[]>();
  const byId = new Map<string, AnyEvent>();
  const counts = { received: 0, repeated: 0 };

  function take({ messageId, event: body }: Delivery): Omit<Violation, 'at'> | undefined {
    counts.received += 1;
    const text = JSON.stringify(body);
    const secret = secrets.find((mark) => text.includes(mark));
    if (secret !== undefined)
      return { kind: 'unexplained', about: messageId, expected: 'no secret', came: `an event that shows ${secret}` };
    const read = anyEvent.safeParse(body);
    if (!read.success)
      return { kind: 'unexplained', about: messageId, expected: 'an event of the contract', came: text };
    const event = read.data;

    const known = byId.get(event.id);
    if (known !== undefined) {
      counts.repeated += 1;
      const about = event.subject;
      if (!isDeepStrictEqual(known, event))
        return { kind: 'double', about, expected: JSON.stringify(known), came: text };
      if (dropsRepeats) return { kind: 'double', about, expected: `${event.id} once`, came: `again, as ${messageId}` };
      return undefined;
    }
    byId.set(event.id, event);
    const before = bySubject.get(event.subject) ?? [];
    bySubject.set(event.subject, [...before, event]);
    return outOfSequence(event, before.length + 1);
  }

  return {
    take: (deliveries) =>
      deliveries.flatMap((delivery) => {
        const wrong = take(delivery);
        return wrong === undefined ? [] : [{ ...wrong, at: subscriber }];
      }),
    of: (subject) => bySubject.get(subject) ?? [],
    subjects: () => [...bySubject.keys()],
    counts,
  };
}

function outOfSequence({ sequence, subject, type }: AnyEvent, expected: number): Violation | undefined {
  if (Number(sequence) === expected) return undefined;
  // One that comes late was overtaken: those behind it have been called lost already.
  const kind = Number(sequence) < expected ? 'double' : 'lost';
  return { kind, about: subject, expected: `sequence ${expected}`, came: `sequence ${Number(sequence)}: ${type}` };
}
