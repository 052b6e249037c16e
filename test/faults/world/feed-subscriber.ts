import type { Event } from '../../../shared/contract/event.ts';
import { allPages } from './api-pages.ts';
import type { AppHost } from './app-host.ts';
import type { Subscriber } from './subscriber.ts';

/** Follows the recent changes of all submissions over HTTP. Each event is in the feed once. */
export function createFeedSubscriber(host: AppHost): Subscriber {
  let since = new Date(0).toISOString();
  let known: ReadonlySet<string> = new Set();
  return {
    name: 'changes',
    dropsRepeats: true,
    async collect() {
      // Newest first, and from the last moment on, of which some may have come before.
      const events = await allPages<Event>(host, `changes?limit=200&since=${since}`);
      const newest = events[0]?.time ?? since;
      const fresh = events.filter(({ id }) => !known.has(id));
      const lately = events.filter(({ time }) => time === newest).map(({ id }) => id);
      known = new Set(newest === since ? [...known, ...lately] : lately);
      since = newest;
      // Those of one moment are in the order in which they happened.
      return fresh
        .map((event, index) => ({ event, index }))
        .sort((a, b) => a.event.time.localeCompare(b.event.time) || a.index - b.index)
        .map(({ event }) => ({ messageId: event.id, event }));
    },
  };
}
