import type { EmulatorConfig, QueueSettings, TopicSettings } from '../entity-settings.ts';
import { createFilterSubject } from '../filters/filter-subject.ts';
import { createAlarm } from './alarm.ts';
import { type Destination, openDestination } from './destination.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import type { MessageStore } from './message-store.ts';
import { createRules, type Rules } from './rules.ts';
import type { Source } from './source.ts';

/** All entities by address in lower case. */
export interface Namespace {
  destination(path: string): Destination | undefined;
  source(path: string): Source | undefined;
  /** The rules of a subscription. */
  rules(path: string): Rules | undefined;
  /** Does what is due by the clock. */
  tick(): void;
  stop(): void;
}

/** Opens all entities with what the store holds of them. @param now milliseconds since 1970. */
export function openNamespace(config: EmulatorConfig, store: MessageStore, now: () => number): Namespace {
  const destinations = new Map<string, Destination>();
  const sources = new Map<string, Source>();
  const rules = new Map<string, Rules>();
  const alarm = createAlarm(now, advance);
  const space = { store, now, alarm };

  function advance(): number | undefined {
    for (const { schedule } of destinations.values()) schedule.advance();
    for (const { queue, sessions } of sources.values()) {
      sessions?.advance();
      queue.advance();
    }
    const deadlines = [
      ...[...destinations.values()].map(({ schedule }) => schedule.nextDeadline()),
      ...[...sources.values()].flatMap(({ queue, sessions }) => [queue.nextDeadline(), sessions?.nextDeadline()]),
    ].filter((at) => at !== undefined);
    return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
  }

  function destinationOf(name: string): Destination {
    const destination = destinations.get(name.toLowerCase());
    if (!destination) throw new Error(`No queue or topic "${name}" to forward to`);
    return destination;
  }

  function register({ source, deadLetters }: Mailbox): void {
    sources.set(source.path, source);
    sources.set(deadLetters.path, deadLetters);
  }

  function openQueue(settings: QueueSettings): void {
    const mailbox = openMailbox(space, settings.name, settings, destinationOf);
    register(mailbox);
    const { path } = mailbox.source;
    const { duplicateWindowMs, requiresSession } = settings;
    const deliver = mailbox.enqueue;
    destinations.set(path, openDestination(space, { path, duplicateWindowMs, requiresSession, deliver }));
  }

  function openTopic({ name, duplicateWindowMs, defaultTimeToLiveMs, subscriptions }: TopicSettings): void {
    const path = name.toLowerCase();
    const opened = subscriptions.map((settings) => {
      const mailbox = openMailbox(space, `${name}/Subscriptions/${settings.name}`, settings, destinationOf);
      register(mailbox);
      const ownRules = createRules(settings.rules);
      rules.set(mailbox.source.path, ownRules);
      return { mailbox, rules: ownRules };
    });
    destinations.set(
      path,
      openDestination(space, {
        path,
        duplicateWindowMs,
        requiresSession: false,
        deliver(arrival) {
          const subject = createFilterSubject(arrival.content);
          const enqueuedSequenceNumber = store.nextSequenceNumber(path);
          for (const subscription of opened) {
            if (!subscription.rules.match(subject)) continue;
            subscription.mailbox.enqueue({ ...arrival, enqueuedSequenceNumber, timeToLiveMs: defaultTimeToLiveMs });
          }
        },
      }),
    );
  }

  config.queues.forEach(openQueue);
  config.topics.forEach(openTopic);
  alarm.ring();

  return {
    destination: (path) => destinations.get(path),
    source: (path) => sources.get(path),
    rules: (path) => rules.get(path),
    tick: alarm.ring,
    stop: alarm.stop,
  };
}
