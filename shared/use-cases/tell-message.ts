import type { ChannelFilter } from '../domain/channel-routing.ts';
import { composeDigest } from '../domain/compose-digest.ts';
import { composeMinimal, composeNotification, type HistoryUrl } from '../domain/compose-notification.ts';
import type { Notification } from '../domain/notification.ts';
import type { PendingDelivery, TellableDelivery } from '../domain/pending-delivery.ts';
import { type CoalescingRules, deliveriesOf, type Group, type PlannedMessage } from '../domain/plan-message.ts';
import { afterFailure, afterSuccess, type ChannelPace, type PaceLimits } from '../domain/post-pace.ts';
import type { Told, ToldEvent } from '../domain/told-events.ts';
import type { DeliveryLog } from '../ports/delivery-log.ts';
import type { Log } from '../ports/log.ts';
import type { Notifier, PostResult } from '../ports/notifier.ts';

/** A channel as the use-case sees it. */
interface Channel extends CoalescingRules {
  readonly name: string;
  readonly filter: ChannelFilter;
  readonly limits: PaceLimits;
  readonly historyUrl: HistoryUrl;
}

export interface NotifyDependencies {
  readonly channel: Channel;
  readonly deliveries: DeliveryLog;
  readonly notifier: Notifier;
  readonly now: () => Date;
  readonly random: () => number;
  /** Resolves after the time, or at once when the signal ends it. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/**
 * Posts a message and records what became of its events.
 * @param pace as it was before the post.
 * @returns as it is after it.
 */
export async function tellMessage(
  dependencies: NotifyDependencies,
  message: PlannedMessage,
  pace: ChannelPace,
): Promise<{ readonly isPosted: boolean; readonly pace: ChannelPace }> {
  const { channel, deliveries, notifier, now, log } = dependencies;
  const told = deliveriesOf(message);
  const result = await notifier.post(compose(message, channel.historyUrl));
  switch (result.outcome) {
    case 'posted':
      await deliveries.told(channel.name, told, now());
      log.info(`${channel.name}: told ${idsOf(told)}`);
      break;
    case 'later':
      log.warn(`${channel.name}: ${result.reason}; ${told.length} events are told later`);
      // While the channel fails, that says nothing of the events; only the first failure after a success may be theirs.
      if (pace.failures === 0 && result.retryAfterSeconds === undefined) {
        await deliveries.again(
          channel.name,
          told.map((delivery) => ({ ...delivery, attempts: delivery.attempts + 1 })),
        );
      }
      break;
    case 'refused':
      if (result.what === 'content' && message.style !== 'minimal') {
        log.warn(`${channel.name}: ${result.reason}; ${idsOf(told)} are told again in short`);
        await deliveries.again(
          channel.name,
          told.map((delivery) => ({ ...delivery, isRefused: true })),
        );
      } else {
        await deliveries.failed(channel.name, told, result.reason, now());
        log.error(`${channel.name}: refused ${idsOf(told)} for good: ${result.reason}`);
      }
  }
  return { isPosted: result.outcome === 'posted', pace: paceAfter(dependencies, pace, result) };
}

function paceAfter({ now, random }: NotifyDependencies, pace: ChannelPace, result: PostResult): ChannelPace {
  switch (result.outcome) {
    case 'posted':
      return afterSuccess(pace);
    case 'later':
      return afterFailure(pace, result.retryAfterSeconds, now(), random());
    case 'refused':
      // The message was wrong, the channel works; or the webhook is gone, and asking it once for each event is too often.
      return result.what === 'content' ? afterSuccess(pace) : afterFailure(pace, undefined, now(), random());
  }
}

function compose(message: PlannedMessage, historyUrl: HistoryUrl): Notification {
  if (message.style === 'digest') {
    const [first, ...others] = message.groups;
    return composeDigest([toldOf(first), ...others.map(toldOf)]);
  }
  const [group] = message.groups;
  const told = toldOf(group);
  return message.style === 'minimal' ? composeMinimal(told[0], historyUrl) : composeNotification(told, historyUrl);
}

function toldOf([first, ...others]: Group): Told {
  const told = ({ received, isReplay }: TellableDelivery): ToldEvent => ({ received, isReplay });
  return [told(first), ...others.map(told)];
}

export function idsOf(deliveries: readonly PendingDelivery[]): string {
  return deliveries.map(({ eventId }) => eventId).join(', ');
}
