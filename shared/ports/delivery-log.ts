import type { PendingDelivery, TellableDelivery } from '../domain/pending-delivery.ts';
import type { ChannelPace } from '../domain/post-pace.ts';

/** The right to post to a channel, for a while; worth nothing once another has taken it over. */
export interface ChannelLease {
  readonly pace: ChannelPace;
  readonly version: string;
}

export interface DeliveryFailure {
  readonly channel: string;
  readonly eventId: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What each channel has received, told, and failed to tell: one record per event and channel, for good. */
export interface DeliveryLog {
  /**
   * Records the event as pending unless the channel has a record of it. A replay makes a failed one pending again.
   * @returns `known` where it was told, is pending, or has failed and this is no replay.
   */
  receive(channel: string, delivery: TellableDelivery): Promise<'stored' | 'known'>;
  /** The oldest pending ones. */
  pending(channel: string, count: number): Promise<readonly PendingDelivery[]>;
  told(channel: string, deliveries: readonly PendingDelivery[], now: Date): Promise<void>;
  failed(channel: string, deliveries: readonly PendingDelivery[], reason: string, now: Date): Promise<void>;
  /** Writes back `attempts` and `isRefused`; they stay pending. */
  again(channel: string, deliveries: readonly PendingDelivery[]): Promise<void>;
  /** @returns undefined while another has the lease. */
  lease(channel: string, now: Date): Promise<ChannelLease | undefined>;
  /** Renews the lease with a new pace. @returns undefined where another has taken it over. */
  keep(channel: string, lease: ChannelLease, pace: ChannelPace, now: Date): Promise<ChannelLease | undefined>;
  /** Gives it back with the pace; a lease that was lost is no error. */
  release(channel: string, lease: ChannelLease, pace: ChannelPace): Promise<void>;
  /** As it was last written, whoever has the lease. */
  pace(channel: string): Promise<ChannelPace>;
  /** Failed ones since then, in no order. */
  failures(channel: string, since: Date, count: number): Promise<readonly DeliveryFailure[]>;
  /** Strikes those of before that time from the list of failures. They are still not told again, unless they are replayed. */
  forgetFailures(channel: string, before: Date): Promise<void>;
}
