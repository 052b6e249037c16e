import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { ProductKey, SubmissionKey } from '../../domain/submission-key.ts';
import type { SetAside } from '../../ports/set-aside.ts';
import {
  type AsideRow,
  type AsideTarget,
  addressOf,
  addressOfEntry,
  fromAsideEntity,
  toAsideRow,
  toEntry,
} from './aside-row.ts';
import { givingUp, puttingBack } from './aside-settling.ts';
import { type Entity, firstAcrossShards, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/** Whoever loses so often in a row is in a storm of writers. */
const attempts = 10;

export function createSetAside(client: TableClient): SetAside {
  async function row(target: AsideTarget, reason: string, now: Date): Promise<void> {
    const flag = target.what === 'product' ? 'watched' : 'tracked';
    // A conflict means that the row is gone.
    await committed(client, [
      ['upsert', toAsideRow(target, reason, '', now), 'Replace'],
      // Neither due nor listed: one row that cannot be read would keep a list from all the others.
      ['update', { ...addressOf(target), [flag]: false }, 'Merge', { etag: '*' }],
    ]);
  }

  /** Does it and takes the entry away, all or nothing. Where a row moved meanwhile, all is looked at again. */
  async function settle<T>(
    id: string,
    done: T,
    actionsOf: (aside: AsideRow) => Promise<TransactionAction[] | 'unreadable'>,
  ): Promise<T | 'unreadable' | 'unknown'> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const aside = await find(client, id);
      if (aside === undefined) return 'unknown';
      const actions = await actionsOf(aside);
      if (actions === 'unreadable') return actions;
      if (await committed(client, [...actions, ['delete', { ...aside.address }]])) return done;
    }
    throw storageError('settling what was set aside', undefined);
  }

  return {
    async event({ key, event }, reason, now) {
      const sequence = Number(event.sequence);
      await setAsideOutboxRow(client, key, sequence, JSON.stringify(event), reason, now);
    },
    submission: (key: SubmissionKey, reason, now) => row({ what: 'submission', key }, reason, now),
    product: (key: ProductKey, reason, now) => row({ what: 'product', key }, reason, now),

    async list(count) {
      const rows = await firstAcrossShards(client, 'aside', count);
      return rows.map((entity) => toEntry(fromAsideEntity(entity)));
    },

    retry: (id, now) => settle<'retried'>(id, 'retried', (aside) => puttingBack(client, aside, now)),

    async discard(id, now) {
      const result = await settle<'discarded'>(id, 'discarded', (aside) => givingUp(client, aside, now));
      return result === 'unreadable' ? 'unknown' : result;
    },
  };
}

async function find(client: TableClient, id: string): Promise<AsideRow | undefined> {
  const address = addressOfEntry(id);
  if (address === undefined) return undefined;
  const { partitionKey, rowKey } = address;
  const entity: Entity | undefined = await client
    .getEntity<Record<string, unknown>>(partitionKey, rowKey)
    .catch((cause: unknown) => {
      if (isNotFound(cause)) return undefined;
      throw storageError('reading what was set aside', cause);
    });
  return entity === undefined ? undefined : fromAsideEntity(entity);
}

/** Moves an outbox row, readable or not, out of the way. */
export async function setAsideOutboxRow(
  client: TableClient,
  key: SubmissionKey,
  sequence: number,
  data: string,
  reason: string,
  now: Date,
): Promise<void> {
  const target: AsideTarget = { what: 'event', key, sequence };
  // A conflict means that it was sent meanwhile.
  await committed(client, [
    ['upsert', toAsideRow(target, reason, data, now), 'Replace'],
    ['delete', { ...addressOf(target) }],
  ]);
}

/** @returns false where another writer was first. */
async function committed(client: TableClient, actions: TransactionAction[]): Promise<boolean> {
  try {
    await submit(client, actions);
    return true;
  } catch (cause) {
    if (isConflict(cause)) return false;
    throw storageError('setting aside', cause);
  }
}
