import { types } from '../amqp/amqp-types.ts';
import type { BareMessage } from '../amqp/bare-message.ts';
import { readProperties, withMessageId } from '../amqp/message-properties.ts';
import type { Arrival } from './arrival.ts';
import { createDuplicateWindow } from './duplicate-window.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import type { Space } from './source.ts';

/** Why nothing of what was sent is accepted: an AMQP error. */
export interface Refusal {
  readonly condition: string;
  readonly description: string;
}

/** What a sender writes to: a queue or a topic. */
export interface Destination {
  readonly schedule: Schedule;
  /** Accepts all messages or none; a duplicate is accepted and dropped. */
  send(contents: readonly BareMessage[], deadLetterSource?: string): Refusal | undefined;
  /** Each message with the time at which it is to be enqueued; returns their sequence numbers. */
  scheduleAll(entries: readonly ScheduleEntry[]): readonly number[] | Refusal;
}

interface ScheduleEntry {
  readonly content: BareMessage;
  readonly at: number;
}

/**
 * @param deliver puts a message into the queue, or into the subscriptions of the topic
 * @param requiresSession refuses messages without session id: a queue does, a topic leaves it to its subscriptions
 */
export function openDestination(
  space: Space,
  options: {
    readonly path: string;
    readonly duplicateWindowMs: number | undefined;
    readonly requiresSession: boolean;
    readonly deliver: (arrival: Arrival) => void;
  },
): Destination {
  const { store, now } = space;
  const { path, requiresSession, deliver } = options;
  const admit = duplicateDetection(space, path, options.duplicateWindowMs);

  const schedule = createSchedule({
    entity: path,
    store,
    now,
    onDeadline: space.alarm.set,
    enqueue: (content) =>
      deliver({ content, sessionId: readProperties(content).sessionId ?? '', deadLetterSource: undefined }),
  });

  function prepare(contents: readonly BareMessage[]) {
    const prepared = contents.map(withMessageId).map((content) => ({ content, ...readProperties(content) }));
    if (requiresSession && prepared.some(({ sessionId }) => !sessionId)) return undefined;
    return prepared;
  }

  return {
    schedule,
    send(contents, deadLetterSource) {
      const prepared = prepare(contents);
      if (!prepared) return withoutSession(path);
      for (const { content, messageId = '', sessionId = '' } of prepared) {
        if (!admit(messageId)) continue;
        const at = scheduledTime(content);
        if (at > now()) schedule.add(content, sessionId, at);
        else deliver({ content, sessionId, deadLetterSource });
      }
      return undefined;
    },
    scheduleAll(entries) {
      const prepared = prepare(entries.map(({ content }) => content));
      if (!prepared) return withoutSession(path);
      const numbers = prepared.map(({ content, messageId = '', sessionId = '' }, index) =>
        admit(messageId)
          ? schedule.add(content, sessionId, entries[index]?.at ?? now())
          : store.nextSequenceNumber(path),
      );
      schedule.advance();
      return numbers;
    },
  };
}

function duplicateDetection({ store, now }: Space, path: string, windowMs: number | undefined) {
  if (windowMs === undefined) return () => true;
  return createDuplicateWindow({
    windowMs,
    now,
    seen: store.seenMessageIds(path, now() - windowMs),
    journal: {
      remember: (messageId, at) => store.rememberMessageId(path, messageId, at),
      forgetBefore: (at) => store.forgetMessageIds(path, at),
    },
  }).admit;
}

/** Milliseconds since 1970; 0 when the message is not to wait. */
export function scheduledTime(content: BareMessage): number {
  const time = types.unwrap(content.annotations['x-opt-scheduled-enqueue-time']);
  return time instanceof Date ? time.getTime() : Number(time ?? 0);
}

function withoutSession(path: string): Refusal {
  return {
    condition: 'amqp:not-allowed',
    description: `The SessionId was not set on a message, and it cannot be sent to the entity "${path}", which requires sessions.`,
  };
}
