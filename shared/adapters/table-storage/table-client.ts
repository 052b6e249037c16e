import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';

/** Bounded, so that a pass sees a storage that is down in time to say so. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 };

export function tableClientFor(endpoint: string, tableName: string, credential: TokenCredential): TableClient {
  return new TableClient(endpoint, tableName, credential, { retryOptions });
}

/** For local mode. In Azure the deployment makes the table; on a laptop nobody else does. */
export async function tableClientFrom(connectionString: string, tableName: string): Promise<TableClient> {
  const client = TableClient.fromConnectionString(connectionString, tableName, {
    allowInsecureConnection: true,
    retryOptions,
  });
  await client.createTable();
  return client;
}
