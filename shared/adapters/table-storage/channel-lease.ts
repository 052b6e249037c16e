import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { isTooFarAhead } from '../../domain/clock-ahead.ts';
import { type ChannelPace, fresh } from '../../domain/post-pace.ts';
import type { ChannelLease, DeliveryLog } from '../../ports/delivery-log.ts';
import { channelRow, partitionOf } from './delivery-row.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/**
 * Longer than a post with all that belongs to it takes, so that nobody else posts meanwhile; short enough that a crash is
 * not noticed for long.
 */
const leaseMs = 60_000;

const pace: z.ZodType<ChannelPace> = z.object({
  posts: z.array(z.iso.datetime()),
  failures: z.int().nonnegative(),
  notBefore: z.iso.datetime().exactOptional(),
});
const row = z.object({ leasedUntil: z.string(), pace: z.string(), etag: z.string() });

type Leases = Pick<DeliveryLog, 'lease' | 'keep' | 'release' | 'pace'>;

/** One row of a channel: whoever writes it first posts, and all others see how fast it was posted to. */
export function createChannelLeases(client: TableClient): Leases {
  async function write(
    channel: string,
    state: ChannelPace,
    leasedUntil: string,
    expected: string | undefined,
  ): Promise<ChannelLease | undefined> {
    const entity = {
      partitionKey: partitionOf(channel),
      rowKey: channelRow,
      leasedUntil,
      pace: JSON.stringify(state),
    };
    try {
      const { etag = '' } =
        expected === undefined
          ? await client.createEntity(entity)
          : await client.updateEntity(entity, 'Replace', { etag: expected });
      return { pace: state, version: etag };
    } catch (cause) {
      if (isConflict(cause)) return undefined;
      throw storageError('writing the lease of a channel', cause);
    }
  }

  function read(channel: string) {
    return client.getEntity(partitionOf(channel), channelRow).catch((cause: unknown) => {
      if (isNotFound(cause)) return undefined;
      throw storageError('reading the lease of a channel', cause);
    });
  }

  return {
    async pace(channel) {
      const found = row.safeParse(await read(channel));
      return found.success ? readPace(found.data.pace) : fresh;
    },
    async lease(channel, now) {
      const entity = await read(channel);
      const found = row.safeParse(entity);
      const leasedUntil = found.success ? found.data.leasedUntil : '';
      if (leasedUntil > now.toISOString() && !isTooFarAhead(leasedUntil, leaseMs, now)) return undefined;
      const expected = entity?.etag;
      const state = found.success ? readPace(found.data.pace) : fresh;
      return write(channel, state, leaseEnd(now), expected);
    },
    keep: (channel, lease, state, now) => write(channel, state, leaseEnd(now), lease.version),
    async release(channel, lease, state) {
      await write(channel, state, '', lease.version);
    },
  };
}

function leaseEnd(now: Date): string {
  return new Date(now.getTime() + leaseMs).toISOString();
}

/** A pace that cannot be read is started anew: it only keeps the channel from being posted to too fast. */
function readPace(json: string): ChannelPace {
  try {
    return pace.parse(JSON.parse(json));
  } catch {
    return fresh;
  }
}
