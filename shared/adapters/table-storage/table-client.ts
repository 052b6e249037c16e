import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';

export function tableClientFor(endpoint: string, tableName: string, credential: TokenCredential): TableClient {
  return new TableClient(endpoint, tableName, credential);
}

/** For local mode. In Azure the deployment makes the table; on a laptop nobody else does. */
export async function tableClientFrom(connectionString: string, tableName: string): Promise<TableClient> {
  const client = TableClient.fromConnectionString(connectionString, tableName, { allowInsecureConnection: true });
  await client.createTable();
  return client;
}
