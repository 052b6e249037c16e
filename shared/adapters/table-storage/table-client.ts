import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';

type Policy = NonNullable<TableServiceClientOptions['additionalPolicies']>[number]['policy'];

/**
 * The SDK repeats a request whose connection was reset, but not one whose connection the server had closed meanwhile, which
 * shows while a long body is written. Both say the same.
 */
const brokenPipeAsReset: Policy = {
  name: 'brokenPipeAsReset',
  sendRequest: (request, next) =>
    next(request).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EPIPE') error.code = 'ECONNRESET';
      throw error;
    }),
};

const options = {
  /** Bounded, so that a pass sees a storage that is down in time to say so. */
  retryOptions: { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 },
  additionalPolicies: [{ policy: brokenPipeAsReset, position: 'perRetry' }],
} as const satisfies TableServiceClientOptions;

export function tableClientFor(endpoint: string, tableName: string, credential: TokenCredential): TableClient {
  return new TableClient(endpoint, tableName, credential, options);
}

/** For local mode. In Azure the deployment makes the table; on a laptop nobody else does. */
export async function tableClientFrom(connectionString: string, tableName: string): Promise<TableClient> {
  const client = TableClient.fromConnectionString(connectionString, tableName, {
    ...options,
    allowInsecureConnection: true,
  });
  await client.createTable();
  return client;
}
