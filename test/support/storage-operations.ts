import type { TableClient } from '@azure/data-tables';

/** Requests to Table Storage, by what they are. Each is one billed operation, a transaction too. */
export interface StorageOperations {
  /** Pages of queries. */
  readonly queries: number;
  /** Reads of single rows. */
  readonly reads: number;
  /** Writes and deletions of single rows. */
  readonly writes: number;
  readonly transactions: number;
  /** Writes within transactions. */
  readonly rowsInTransactions: number;
}

/** Counts what a client sends from now on; a repetition of the SDK counts again. */
export function countStorageOperations(client: TableClient): { take(): StorageOperations } {
  const none = { queries: 0, reads: 0, writes: 0, transactions: 0, rowsInTransactions: 0 };
  let counted = { ...none };
  client.pipeline.addPolicy(
    {
      name: 'count-storage-operations',
      sendRequest(request, next) {
        const isRow = /PartitionKey=/.test(decodeURIComponent(request.url));
        if (request.url.includes('$batch')) {
          counted.transactions += 1;
          counted.rowsInTransactions +=
            String(request.body).match(/^(POST|PUT|PATCH|MERGE|DELETE) http/gm)?.length ?? 0;
        } else if (request.method !== 'GET') counted.writes += 1;
        else if (isRow && !request.url.includes('$filter')) counted.reads += 1;
        else counted.queries += 1;
        return next(request);
      },
    },
    { phase: 'Sign' },
  );
  return {
    /** What was counted since the last time it was asked. */
    take() {
      const taken = counted;
      counted = { ...none };
      return taken;
    },
  };
}

export function totalOf({ queries, reads, writes, transactions }: StorageOperations): number {
  return queries + reads + writes + transactions;
}
