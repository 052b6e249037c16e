import { TableClient } from '@azure/data-tables';
import { type Azurite, startAzurite } from '../../local/azurite/azurite.ts';

export interface AzuriteTables {
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
      const options = { allowInsecureConnection: true };
      const client = TableClient.fromConnectionString(azurite.connectionString, `table${tables}`, options);
      await client.createTable();
      return client;
    },
  };
}
