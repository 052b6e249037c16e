import type { TableClient } from '@azure/data-tables';
import { type Azurite, startAzurite } from '../../local/azurite/azurite.ts';
import { tableClientFrom } from '../../shared/adapters/table-storage/table-client.ts';

interface AzuriteTables {
  /** A client of a table of its own, which is empty. */
  create(): Promise<TableClient>;
}

/** One Azurite for all tests of a file. */
export function useAzuriteTables(): AzuriteTables {
  let azurite: Azurite | undefined;
  let tables = 0;

  beforeAll(async () => {
    azurite = await startAzurite({});
  });
  afterAll(() => azurite?.stop());

  return {
    async create() {
      if (azurite === undefined) throw new Error('Azurite runs while tests run');
      tables += 1;
      return tableClientFrom(azurite.connectionString, `table${tables}`);
    },
  };
}
