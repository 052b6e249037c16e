import type { TableClient, TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import type { PendingDelivery, TellableDelivery } from '../../domain/pending-delivery.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import { createChannelLeases } from './channel-lease.ts';
import {
  failedRow,
  fromFailedEntity,
  fromPendingEntity,
  partitionOf,
  pendingRow,
  recordRow,
  settlingActions,
  toMarks,
  toPendingEntity,
  toRecord,
  unreadableActions,
} from './delivery-row.ts';
import { firstOf, pagesOf, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/** Deliveries of one transaction: a failed one takes three of its 100 operations. */
const perTransaction = 30;

const failedRows = { from: 'failed|', to: 'failed}' };
const record = z.object({ state: z.enum(['pending', 'told', 'failed']), etag: z.string() });

/** What channels have received and told, in the one table. */
export function createDeliveryLog(client: TableClient): DeliveryLog {
  async function settle(
    deliveries: readonly PendingDelivery[],
    actionsOf: (delivery: PendingDelivery) => TransactionAction[],
  ): Promise<void> {
    for (let start = 0; start < deliveries.length; start += perTransaction) {
      const part = deliveries.slice(start, start + perTransaction);
      try {
        await submit(client, part.flatMap(actionsOf));
      } catch (cause) {
        if (!isConflict(cause)) throw storageError('recording deliveries', cause);
        // One of them is settled already, by whoever took the lease over: the others still have to be.
        if (part.length > 1) for (const delivery of part) await settle([delivery], actionsOf);
      }
    }
  }

  /** @returns undefined where the record is not a failed one any more. */
  async function revive(channel: string, delivery: TellableDelivery): Promise<'stored' | undefined> {
    const found = await client.getEntity(partitionOf(channel), recordRow(delivery.eventId)).catch((cause: unknown) => {
      if (isNotFound(cause)) return undefined;
      throw storageError('reading a delivery', cause);
    });
    const known = record.safeParse(found);
    if (!known.success || known.data.state !== 'failed') return undefined;
    const partitionKey = partitionOf(channel);
    const back: TransactionAction[] = [
      ['update', toRecord(channel, delivery, 'pending', delivery.receivedAt), 'Replace', { etag: known.data.etag }],
      ['create', toPendingEntity(channel, delivery)],
    ];
    const unlisted: TransactionAction = ['delete', { partitionKey, rowKey: failedRow(delivery.eventId) }];
    // An old failure is not listed any more, and nothing can be deleted that is not there.
    return (await submitted([...back, unlisted])) || (await submitted(back)) ? 'stored' : undefined;
  }

  async function submitted(actions: TransactionAction[]): Promise<boolean> {
    try {
      await submit(client, actions);
      return true;
    } catch (cause) {
      if (isConflict(cause)) return false;
      throw storageError('recording a delivery', cause);
    }
  }

  return {
    ...createChannelLeases(client),

    async receive(channel, delivery) {
      const isNew = await submitted([
        ['create', toRecord(channel, delivery, 'pending', delivery.receivedAt)],
        ['create', toPendingEntity(channel, delivery)],
      ]);
      if (isNew) return 'stored';
      return (delivery.isReplay ? await revive(channel, delivery) : undefined) ?? 'known';
    },

    async pending(channel, count) {
      const rows = await firstOf(client, partitionOf(channel), { from: 'pending|', to: 'pending}' }, count);
      const deliveries: PendingDelivery[] = [];
      for (const entity of rows) {
        const delivery = fromPendingEntity(entity);
        if (delivery === undefined) await submitted(unreadableActions(channel, entity));
        else deliveries.push(delivery);
      }
      return deliveries;
    },

    told: (channel, deliveries, now) =>
      settle(deliveries, (delivery) => settlingActions(channel, delivery, { state: 'told' }, now)),

    failed: (channel, deliveries, reason, now) =>
      settle(deliveries, (delivery) => settlingActions(channel, delivery, { state: 'failed', reason }, now)),

    again: (channel, deliveries) =>
      settle(deliveries, (delivery) => {
        const address = { partitionKey: partitionOf(channel), rowKey: pendingRow(delivery) };
        return [['update', { ...address, ...toMarks(delivery) }, 'Merge']];
      }),

    async failures(channel, since, count) {
      const where = `at ge '${since.toISOString()}'`;
      const rows = await firstOf(client, partitionOf(channel), failedRows, count, { where });
      return rows.flatMap((entity) => fromFailedEntity(channel, entity));
    },

    async forgetFailures(channel, before) {
      const query = { where: `at lt '${before.toISOString()}'`, select: ['RowKey'], pageSize: 100 };
      const partitionKey = partitionOf(channel);
      for await (const page of pagesOf(client, partitionKey, failedRows, query)) {
        const deletions = page.map(({ rowKey = '' }): TransactionAction => ['delete', { partitionKey, rowKey }]);
        // One that is gone keeps the others; they are struck the next time.
        await submitted(deletions);
      }
    },
  };
}
