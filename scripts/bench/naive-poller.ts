import type { TableClient } from '@azure/data-tables';
import type { ServiceBusSender } from '@azure/service-bus';

/** What people write first: every row with its snapshot is read and written again at each read, whatever has changed. */
export async function naivePass(
  client: TableClient,
  sender: Pick<ServiceBusSender, 'sendMessages'>,
  read: (id: string) => Promise<string>,
): Promise<void> {
  const pages = client.listEntities<{ body: string }>({ queryOptions: { filter: `PartitionKey eq 'tracked'` } });
  for await (const { rowKey = '', body: before } of pages) {
    const body = await read(rowKey);
    await client.upsertEntity({ partitionKey: 'tracked', rowKey, body }, 'Replace');
    if (body !== before) await sender.sendMessages({ body });
  }
}
