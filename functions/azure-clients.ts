import type { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import type { ServiceBusClient } from '@azure/service-bus';
import type { Config } from '../shared/config.ts';

/** Clients of Azure, by identity or, in local mode, by connection string. Each call makes one anew. */

export async function openTableClient({ tables, managedIdentityClientId }: Config): Promise<TableClient> {
  const { tableClientFor, tableClientFrom } = await import('../shared/adapters/table-storage/table-client.ts');
  return tables.type === 'identity'
    ? tableClientFor(tables.endpoint, tables.tableName, await createIdentity(managedIdentityClientId))
    : tableClientFrom(tables.connectionString, tables.tableName);
}

export async function openServiceBusClient({ serviceBus, managedIdentityClientId }: Config): Promise<ServiceBusClient> {
  const { serviceBusClientFor, serviceBusClientFrom } = await import(
    '../shared/adapters/service-bus/service-bus-client.ts'
  );
  return serviceBus.type === 'identity'
    ? serviceBusClientFor(serviceBus.endpoint, await createIdentity(managedIdentityClientId))
    : serviceBusClientFrom(serviceBus.connectionString);
}

async function createIdentity(clientId: string | undefined): Promise<TokenCredential> {
  const { createManagedIdentity } = await import('../shared/adapters/identity/managed-identity.ts');
  return createManagedIdentity(clientId);
}
