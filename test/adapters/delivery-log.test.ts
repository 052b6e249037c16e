import type { TableClient } from '@azure/data-tables';
import { createDeliveryLog } from '../../shared/adapters/table-storage/delivery-log.ts';
import { fresh } from '../../shared/domain/post-pace.ts';
import { aDelivery, deliveryLogContract } from '../contracts/delivery-log.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const azurite = useAzuriteTables();
let table: TableClient;

describe('in Table Storage', () => {
  deliveryLogContract(async () => createDeliveryLog(await azurite.create()));

  beforeEach(async () => {
    table = await azurite.create();
  });

  async function change(prefix: string, values: Record<string, string>): Promise<void> {
    for await (const { rowKey = '', partitionKey = '' } of table.listEntities()) {
      if (rowKey.startsWith(prefix)) await table.updateEntity({ partitionKey, rowKey, ...values }, 'Merge');
    }
  }

  it('gives out an event that cannot be read back without it, so that it can be set aside', async () => {
    const log = createDeliveryLog(table);
    await log.receive('teams', aDelivery());
    await change('pending|', { event: '{"specversion":"1.0"' });
    const [delivery] = await log.pending('teams', 10);
    expect(delivery).toMatchObject({ eventId: aDelivery().eventId });
    expect(delivery?.received).toBeUndefined();
    await log.failed('teams', delivery === undefined ? [] : [delivery], 'not readable', now);
    expect(await log.pending('teams', 10)).toEqual([]);
  });

  it('takes a row out of the way that says nothing of its event', async () => {
    const log = createDeliveryLog(table);
    await log.receive('teams', aDelivery());
    await change('pending|', { receivedAt: 'never' });
    await log.receive('teams', aDelivery({ eventId: 'x/2', receivedAt: '2026-03-03T08:00:00.000Z' }));
    expect(await log.pending('teams', 1)).toEqual([]);
    expect(await log.pending('teams', 1)).toMatchObject([{ eventId: 'x/2' }]);
    expect(await log.failures('teams', new Date(0), 10)).toMatchObject([{ reason: 'its row cannot be read back' }]);
  });

  it('begins anew with a pace that cannot be read back', async () => {
    const log = createDeliveryLog(table);
    const lease = await log.lease('teams', now);
    if (lease !== undefined) await log.release('teams', lease, { posts: [now.toISOString()], failures: 7 });
    await change('channel', { pace: '{"posts":' });
    expect((await log.lease('teams', now))?.pace).toEqual(fresh);
  });

  it('keeps of an event that is too long for a row what it is', async () => {
    const log = createDeliveryLog(table);
    const delivery = aDelivery();
    const event = { ...delivery.received.event, type: 'other.made.v1', data: { text: '漢'.repeat(40_000) } };
    await log.receive('teams', { ...delivery, received: { known: false, event } });
    const [stored] = await log.pending('teams', 1);
    const { id, type, time } = event;
    expect(stored?.received?.event).toMatchObject({ id, type, time, data: {} });
  });
});
