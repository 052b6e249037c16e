import type { DeliveryFailure, DeliveryLog } from '../ports/delivery-log.ts';

export interface ChannelHealth {
  readonly channel: string;
  /** Something has waited too long to be told. */
  readonly isLate: boolean;
  /** When the oldest pending event was received, ISO 8601. */
  readonly oldestPending?: string;
  /** Given up in the last day: a person has to look at the channel, and may replay them. */
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
      return {
        channel,
        isLate: oldest !== undefined && now().getTime() - Date.parse(oldest.receivedAt) > lateMs,
        ...(oldest === undefined ? {} : { oldestPending: oldest.receivedAt }),
        failures: await deliveries.failures(channel, since, failuresToShow),
      };
    }),
  );
}
