import { z } from 'zod';
import { type Event, eventSchema } from './event.ts';
import { type WatcherEvent, watcherEventSchema } from './watcher-event.ts';

/** An event of a type that this version does not know, or whose data is not what this version knows of it. */
const otherEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  source: z.string(),
  type: z.string().min(1).max(200),
  subject: z.string().max(300).exactOptional(),
  time: z.iso.datetime({ offset: true }),
  sequence: z.string().max(40).exactOptional(),
  data: z.record(z.string(), z.unknown()).default({}),
});
export type OtherEvent = z.infer<typeof otherEvent>;

export type KnownEvent = Event | WatcherEvent;

/** What came off the topic: a subscriber may be older than the publisher. */
export type ReceivedEvent =
  | { readonly known: true; readonly event: KnownEvent }
  | { readonly known: false; readonly event: OtherEvent };

const knownEvent = z.union([eventSchema, watcherEventSchema]);

/** @returns undefined for what is no CloudEvent at all. */
export function readEvent(body: unknown): ReceivedEvent | undefined {
  const known = knownEvent.safeParse(body);
  if (known.success) return { known: true, event: known.data };
  const other = otherEvent.safeParse(body);
  return other.success ? { known: false, event: other.data } : undefined;
}
