import type { ReceivedEvent } from '../../shared/contract/received-event.ts';
import { headlineOf, type Notification } from '../../shared/domain/notification.ts';
import { type ChannelSort, paceLimits } from '../../shared/domain/post-pace.ts';
import type { DeliveryLog } from '../../shared/ports/delivery-log.ts';
import type { PostResult } from '../../shared/ports/notifier.ts';
import { receiveEvent, type SendSummary, sendPending } from '../../shared/use-cases/notify.ts';
import type { NotifyDependencies } from '../../shared/use-cases/tell-message.ts';
import { exampleWith } from './example-events.ts';
import { createFixedClock, type FixedClock } from './fixed-clock.ts';
import { createInMemoryDeliveries } from './in-memory-deliveries.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';

export interface ChannelUnderTest {
  readonly clock: FixedClock;
  readonly deliveries: DeliveryLog;
  readonly log: RecordingLog;
  readonly dependencies: NotifyDependencies;
  /** What was posted, in order, whatever became of it. */
  readonly posts: readonly { readonly notification: Notification; readonly at: string }[];
  /** `Failed: Maps`, ... of what was taken. */
  readonly taken: readonly string[];
  /** The next posts get these; all others are taken. A function may also throw, which is the death of the process. */
  answer(...results: readonly (PostResult | (() => PostResult))[]): void;
  receive(received: ReceivedEvent, isReplay?: boolean): Promise<string>;
  send(signal?: AbortSignal): Promise<SendSummary>;
}

/** A channel with fakes around it; waiting moves its clock. */
export function createChannel(
  shared: { clock?: FixedClock; deliveries?: DeliveryLog; name?: string; sort?: ChannelSort } = {},
): ChannelUnderTest {
  const {
    clock = createFixedClock(),
    deliveries = createInMemoryDeliveries(),
    name = 'slack',
    sort = 'slack',
  } = shared;
  const log = createRecordingLog();
  const posts: { notification: Notification; at: string }[] = [];
  const taken: string[] = [];
  const answers: (PostResult | (() => PostResult))[] = [];
  const dependencies: NotifyDependencies = {
    channel: {
      name,
      filter: { events: 'all' },
      settleSeconds: 5,
      limits: paceLimits[sort],
      historyUrl: undefined,
    },
    deliveries,
    notifier: {
      async post(notification) {
        posts.push({ notification, at: clock.now().toISOString() });
        const next = answers.shift() ?? { outcome: 'posted' };
        const result = typeof next === 'function' ? next() : next;
        if (result.outcome === 'posted') taken.push(headlineOf(notification));
        return result;
      },
    },
    now: clock.now,
    random: () => 1,
    async wait(ms) {
      clock.advance(ms / 1000);
    },
    log,
  };
  return {
    clock,
    deliveries,
    log,
    dependencies,
    posts,
    taken,
    answer: (...results) => void answers.push(...results),
    receive: (received, isReplay = false) => receiveEvent(dependencies, received, isReplay),
    send: (signal = new AbortController().signal) => sendPending(dependencies, signal),
  };
}

/** A step of a submission that is named by its number. */
export function aStep(
  submission: number,
  sequence: number,
  data: Readonly<Record<string, unknown>> = {},
): ReceivedEvent {
  const key = `addon:9NSAMPLE0ADN:${submission}`;
  const envelope = {
    id: `${key}/${sequence}`,
    subject: key,
    sequence: String(sequence).padStart(10, '0'),
    time: new Date(Date.parse('2026-03-02T08:00:00.000Z') + sequence * 60_000).toISOString(),
  };
  const named = { key, submissionId: String(submission), name: `Number ${submission}` };
  return exampleWith('submission.state-changed', { ...named, ...data }, envelope);
}
