import { type Event, eventSchemas } from '../../shared/contract/event.ts';
import { type WatcherEvent, watcherEventSchemas } from '../../shared/contract/watcher-event.ts';

/** All that comes on the topic: of submissions, and of the watcher itself. */
export const publishedSchemas = { ...eventSchemas, ...watcherEventSchemas } as const;

export type PublishedEvent = Event | WatcherEvent;
export type PublishedName = keyof typeof publishedSchemas;
export const publishedNames = Object.keys(publishedSchemas) as PublishedName[];

/** The `type` of the CloudEvent. */
export function typeOf(name: PublishedName): PublishedEvent['type'] {
  return `submissionwatch.${name}.v1`;
}
