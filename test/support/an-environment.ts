type Environment = Readonly<Record<string, string>>;

/** The least that makes a configuration in Azure: identities everywhere, no secret. */
export function anEnvironment(overrides: Readonly<Record<string, string | undefined>> = {}): Environment {
  const environment = {
    PARTNER_CENTER_TENANT_ID: '11111111-2222-4333-8444-555555555555',
    PARTNER_CENTER_CLIENT_ID: '66666666-7777-4888-9999-aaaaaaaaaaaa',
    PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff',
    TABLES_ENDPOINT: 'https://watch.table.core.windows.net',
    ServiceBusConnection__fullyQualifiedNamespace: 'watch.servicebus.windows.net',
    ...overrides,
  };
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The least that makes one on a laptop: loopback addresses and connection strings. */
export function aLocalEnvironment(overrides: Readonly<Record<string, string | undefined>> = {}): Environment {
  return anEnvironment({
    LOCAL_MODE: 'true',
    PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: undefined,
    PARTNER_CENTER_CLIENT_SECRET: 'not-a-real-secret',
    PARTNER_CENTER_AUTHORITY_URL: 'http://127.0.0.1:4000',
    PARTNER_CENTER_DEV_CENTER_URL: 'http://127.0.0.1:4000',
    PARTNER_CENTER_STORE_URL: 'http://127.0.0.1:4000',
    TABLES_ENDPOINT: undefined,
    TABLES_CONNECTION_STRING: 'UseDevelopmentStorage=true',
    ServiceBusConnection__fullyQualifiedNamespace: undefined,
    ServiceBusConnection: 'Endpoint=sb://127.0.0.1;UseDevelopmentEmulator=true',
    ...overrides,
  });
}
