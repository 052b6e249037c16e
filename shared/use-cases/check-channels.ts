import { isOfWatcher } from '../domain/watcher-health.ts';
import type { DeliveryFailure, DeliveryLog } from '../ports/delivery-log.ts';

export interface ChannelHealth {
  readonly channel: string;
  /** Something has waited too long to be told. */
  readonly isLate: boolean;
  /** When the oldest pending event was received, ISO 8601. */
  readonly oldestPending?: string;
  /** A person has to look at it. */
  readonly isRefusing: boolean;
  /** Given up in the last day; a replay tells them, but for the watcher's own. */
  readonly failures: readonly DeliveryFailure[];
}

const lateMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;
const failuresToShow = 20;

/** Whether each channel still tells what it is given. */
export function checkChannels(
  { deliveries, now }: { readonly deliveries: DeliveryLog; readonly now: () => Date },
  channels: readonly string[],
): Promise<readonly ChannelHealth[]> {
  return Promise.all(
    channels.map(async (channel): Promise<ChannelHealth> => {
      const [oldest] = await deliveries.pending(channel, 1);
      const since = new Date(now().getTime() - dayMs);
      const failures = await deliveries.failures(channel, since, failuresToShow);
      return {
        channel,
        isLate: oldest !== undefined && now().getTime() - Date.parse(oldest.receivedAt) > lateMs,
        ...(oldest === undefined ? {} : { oldestPending: oldest.receivedAt }),
        isRefusing: await isRefusing(deliveries, channel, failures),
        failures,
      };
    }),
  );
}

/** Failures that no longer count: else each look at a channel would go over all that it ever gave up. */
export async function forgetFailures(
  { deliveries, now }: { readonly deliveries: DeliveryLog; readonly now: () => Date },
  channels: readonly string[],
): Promise<void> {
  const before = new Date(now().getTime() - dayMs);
  for (const channel of channels) await deliveries.forgetFailures(channel, before);
}

/** What cannot be replayed counts only as long as the channel fails: else its end would be a day away, whatever was mended. */
async function isRefusing(
  deliveries: DeliveryLog,
  channel: string,
  failures: readonly DeliveryFailure[],
): Promise<boolean> {
  if (failures.length === 0) return false;
  if (failures.some(({ eventId }) => !isOfWatcher(eventId))) return true;
  return (await deliveries.pace(channel)).failures > 0;
}
