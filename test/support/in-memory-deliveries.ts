import { isTooFarAhead } from '../../shared/domain/clock-ahead.ts';
import type { PendingDelivery } from '../../shared/domain/pending-delivery.ts';
import { type ChannelPace, fresh } from '../../shared/domain/post-pace.ts';
import type { DeliveryFailure, DeliveryLog } from '../../shared/ports/delivery-log.ts';

const leaseMs = 60_000;

interface ChannelRows {
  readonly records: Map<string, 'pending' | 'told' | 'failed'>;
  /** JSON, so that nobody can change a stored row by changing what was read or written. */
  readonly pending: Map<string, string>;
  readonly failures: Map<string, DeliveryFailure>;
  lease: { readonly until: string; readonly pace: ChannelPace; readonly version: string } | undefined;
}

/** Keeps the contract of `test/contracts/delivery-log.ts`. */
export function createInMemoryDeliveries(): DeliveryLog {
  const channels = new Map<string, ChannelRows>();
  let writes = 0;

  function rowsOf(channel: string): ChannelRows {
    const rows = channels.get(channel) ?? {
      records: new Map(),
      pending: new Map(),
      failures: new Map(),
      lease: undefined,
    };
    channels.set(channel, rows);
    return rows;
  }

  function write(channel: string, pace: ChannelPace, until: string) {
    writes += 1;
    const version = `v${writes}`;
    rowsOf(channel).lease = { until, pace, version };
    return { pace, version };
  }

  const leaseEnd = (now: Date) => new Date(now.getTime() + leaseMs).toISOString();

  /** Those that are still pending. */
  function stillPending({ pending }: ChannelRows, deliveries: readonly PendingDelivery[]): readonly PendingDelivery[] {
    return deliveries.filter(({ eventId }) => pending.has(eventId));
  }

  return {
    async receive(channel, delivery) {
      const { records, pending, failures } = rowsOf(channel);
      const { eventId, isReplay } = delivery;
      const known = records.get(eventId);
      if (known !== undefined && !(isReplay && known === 'failed')) return 'known';
      records.set(eventId, 'pending');
      pending.set(eventId, JSON.stringify(delivery));
      failures.delete(eventId);
      return 'stored';
    },

    async pending(channel, count) {
      return [...rowsOf(channel).pending.values()]
        .map((json) => JSON.parse(json) as PendingDelivery)
        .sort((a, b) => a.receivedAt.localeCompare(b.receivedAt))
        .slice(0, count);
    },

    async told(channel, deliveries) {
      const rows = rowsOf(channel);
      for (const { eventId } of stillPending(rows, deliveries)) {
        rows.records.set(eventId, 'told');
        rows.pending.delete(eventId);
      }
    },

    async failed(channel, deliveries, reason, now) {
      const rows = rowsOf(channel);
      for (const { eventId } of stillPending(rows, deliveries)) {
        rows.records.set(eventId, 'failed');
        rows.pending.delete(eventId);
        rows.failures.set(eventId, { channel, eventId, reason, at: now.toISOString() });
      }
    },

    async again(channel, deliveries) {
      const rows = rowsOf(channel);
      for (const { eventId, attempts, isRefused } of stillPending(rows, deliveries)) {
        const stored = JSON.parse(rows.pending.get(eventId) ?? '') as PendingDelivery;
        rows.pending.set(eventId, JSON.stringify({ ...stored, attempts, isRefused }));
      }
    },

    async lease(channel, now) {
      const { lease } = rowsOf(channel);
      const isLeased = lease !== undefined && lease.until > now.toISOString();
      if (isLeased && !isTooFarAhead(lease.until, leaseMs, now)) return undefined;
      return write(channel, lease?.pace ?? fresh, leaseEnd(now));
    },

    async keep(channel, lease, pace, now) {
      return rowsOf(channel).lease?.version === lease.version ? write(channel, pace, leaseEnd(now)) : undefined;
    },

    async release(channel, lease, pace) {
      if (rowsOf(channel).lease?.version === lease.version) write(channel, pace, '');
    },

    pace: async (channel) => rowsOf(channel).lease?.pace ?? fresh,

    async failures(channel, since, count) {
      const found = [...rowsOf(channel).failures.values()].filter(({ at }) => at >= since.toISOString());
      return found.slice(0, count);
    },

    async forgetFailures(channel, before) {
      const { failures } = rowsOf(channel);
      for (const { eventId, at } of [...failures.values()]) {
        if (at < before.toISOString()) failures.delete(eventId);
      }
    },
  };
}
