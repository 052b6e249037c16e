import { readConfig } from '../../shared/config.ts';
import { ConfigError } from '../../shared/errors.ts';
import { settings } from '../../shared/settings-table.ts';
import { aLocalEnvironment, anEnvironment } from '../support/an-environment.ts';

/** The problems of an environment; none where it makes a configuration. */
function problemsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const credentials =
  'PARTNER_CENTER_CLIENT_SECRET, PARTNER_CENTER_CERTIFICATE, PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID';
const guid = '12345678-1234-4234-8234-123456789abc';

describe('the configuration', () => {
  it('needs identities and endpoints, and has defaults for the rest', () => {
    expect(readConfig(anEnvironment())).toEqual({
      partnerCenter: {
        tenantId: '11111111-2222-4333-8444-555555555555',
        clientId: '66666666-7777-4888-9999-aaaaaaaaaaaa',
        credential: { type: 'federated', managedIdentityClientId: 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff' },
        authorityUrl: 'https://login.microsoftonline.com',
        devCenterUrl: 'https://manage.devcenter.microsoft.com',
        storeUrl: 'https://api.store.microsoft.com',
        timeoutSeconds: 30,
        requestsPerMinute: 20,
      },
      poll: {
        concurrency: 8,
        passSeconds: 240,
        inlineLimit: 200,
        sliceSize: 50,
        spreadSeconds: 50,
        cadence: {
          activeSeconds: 60,
          waitingSeconds: 300,
          draftSeconds: 900,
          settledSeconds: 600,
          retireAfterDays: 90,
          productSeconds: 300,
        },
      },
      tables: { type: 'identity', endpoint: 'https://watch.table.core.windows.net', tableName: 'submissionwatch' },
      health: { passOverdueMinutes: 10, outboxStuckMinutes: 10, pollBehindMinutes: 60 },
      serviceBus: {
        type: 'identity',
        endpoint: 'watch.servicebus.windows.net',
        topic: 'submission-events',
        sliceQueue: 'poll-slices',
        sliceQueueBinding: 'poll-slices',
      },
      mutedIssueCodes: new Set(['salesunsupportedwarning']),
      stallLimits: { defaultSeconds: 72 * 3_600, byState: {} },
      eventSource: '/submission-watch',
      notify: expect.objectContaining({ channels: [] }),
      schedules: { poll: '0 * * * * *', relay: '30 * * * * *', health: '45 * * * * *', notify: '15 * * * * *' },
    });
  });

  it('of a laptop takes loopback addresses and connection strings', () => {
    const config = readConfig(aLocalEnvironment());
    expect(config.partnerCenter).toMatchObject({
      credential: { type: 'loopback', secret: 'not-a-real-secret' },
      devCenterUrl: 'http://127.0.0.1:4000',
    });
    expect(config.tables).toMatchObject({ type: 'connection-string', connectionString: 'UseDevelopmentStorage=true' });
    expect(config.serviceBus).toMatchObject({ type: 'connection-string', topic: 'submission-events' });
  });

  it.each([
    ['a secret', { PARTNER_CENTER_CLIENT_SECRET: 's3' }, { type: 'secret', secret: 's3' }],
    [
      'a certificate by its text',
      { PARTNER_CENTER_CERTIFICATE: '-----BEGIN CERTIFICATE-----\nAA==' },
      { type: 'certificate', pem: '-----BEGIN CERTIFICATE-----\nAA==' },
    ],
    [
      'a certificate by its file',
      { PARTNER_CENTER_CERTIFICATE: '/certificates/app.pem' },
      { type: 'certificate-file', path: '/certificates/app.pem' },
    ],
  ])('takes %s for a credential', (_what, setting, credential) => {
    const environment = anEnvironment({ PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: undefined, ...setting });
    expect(readConfig(environment).partnerCenter.credential).toEqual(credential);
  });

  it('takes every setting over', () => {
    const config = readConfig(
      anEnvironment({
        PARTNER_CENTER_SELLER_ID: '10000001',
        PARTNER_CENTER_TIMEOUT_SECONDS: '100',
        PARTNER_CENTER_REQUESTS_PER_MINUTE: '60',
        POLL_CONCURRENCY: '1',
        POLL_PASS_SECONDS: '007',
        INLINE_LIMIT: '8',
        SLICE_SIZE: '9',
        SLICE_SPREAD_SECONDS: '10',
        PASS_OVERDUE_MINUTES: '11',
        OUTBOX_STUCK_MINUTES: '12',
        POLL_BEHIND_MINUTES: '13',
        PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: '2027-01-31',
        ACTIVE_POLL_SECONDS: '1',
        WAITING_POLL_SECONDS: '2',
        DRAFT_POLL_SECONDS: '3',
        SETTLED_POLL_SECONDS: '4',
        PRODUCT_POLL_SECONDS: '5',
        RETIRE_AFTER_DAYS: '6',
        STALL_HOURS: '24',
        STALL_HOURS_BY_STATE: ' CommitStarted = 2, signing/started=96 ',
        MUTED_ISSUE_CODES: ' Other, ,ListingOptOutWarning',
        EVENT_SOURCE: '/driver-team',
        TABLE_NAME: 'watch2',
        SERVICEBUS_TOPIC: 'events',
        AZURE_CLIENT_ID: guid,
      }),
    );
    expect(config.partnerCenter).toMatchObject({ sellerId: '10000001', timeoutSeconds: 100, requestsPerMinute: 60 });
    expect(config.poll).toEqual({
      concurrency: 1,
      passSeconds: 7,
      inlineLimit: 8,
      sliceSize: 9,
      spreadSeconds: 10,
      cadence: {
        activeSeconds: 1,
        waitingSeconds: 2,
        draftSeconds: 3,
        settledSeconds: 4,
        productSeconds: 5,
        retireAfterDays: 6,
      },
    });
    expect(config.stallLimits).toEqual({
      defaultSeconds: 24 * 3_600,
      byState: { commitstarted: 2 * 3_600, 'signing/started': 96 * 3_600 },
    });
    expect(config.health).toEqual({
      passOverdueMinutes: 11,
      outboxStuckMinutes: 12,
      pollBehindMinutes: 13,
      credentialExpiresAt: '2027-01-31T00:00:00.000Z',
    });
    expect(config.mutedIssueCodes).toEqual(new Set(['other', 'listingoptoutwarning']));
    expect(config.eventSource).toBe('/driver-team');
    expect(config.tables.tableName).toBe('watch2');
    expect(config.serviceBus.topic).toBe('events');
    expect(config.managedIdentityClientId).toBe(guid);
  });

  it('leaves what triggers name to the host where it is set: it resolves that also where it scales from zero', () => {
    const set = { POLL_SCHEDULE: '0 */5 * * * *', RELAY_SCHEDULE: '* * * * *', HEALTH_SCHEDULE: '9 * * * * *' };
    const { schedules, serviceBus } = readConfig(anEnvironment({ ...set, SERVICEBUS_SLICE_QUEUE: 'slices' }));
    const expected = { poll: '%POLL_SCHEDULE%', relay: '%RELAY_SCHEDULE%', health: '%HEALTH_SCHEDULE%' };
    expect(schedules).toMatchObject(expected);
    expect(serviceBus).toMatchObject({ sliceQueue: 'slices', sliceQueueBinding: '%SERVICEBUS_SLICE_QUEUE%' });
  });

  it('takes an empty text for a setting that is not set, and passes over settings of others', () => {
    const environment = anEnvironment({ POLL_SCHEDULE: '', PARTNER_CENTER_CLIENT_SECRET: '', PATH: 'http://x' });
    expect(readConfig({ ...environment, HOME: undefined })).toEqual(readConfig(anEnvironment()));
  });
});

describe('settings that make no configuration', () => {
  it('are all listed at once', () => {
    expect(problemsOf({ LOCAL_MODE: 'yes', POLL_CONCURRENCY: '0', PARTNER_CENTER_CLIENT_ID: 'app' })).toEqual([
      'LOCAL_MODE must be true or false',
      'PARTNER_CENTER_TENANT_ID is required',
      'PARTNER_CENTER_CLIENT_ID must be a GUID',
      'POLL_CONCURRENCY must be a whole number from 1 to 64',
      `exactly one of ${credentials} must be set (0 are)`,
      'exactly one of TABLES_ENDPOINT, TABLES_CONNECTION_STRING must be set',
      'exactly one of ServiceBusConnection__fullyQualifiedNamespace, ServiceBusConnection must be set',
    ]);
  });

  it('are named in the message, one a line', () => {
    expect(() => readConfig(anEnvironment({ POLL_CONCURRENCY: 'many', TABLE_NAME: '2' }))).toThrow(
      'The settings are not usable:\n  - POLL_CONCURRENCY must be a whole number from 1 to 64\n  - TABLE_NAME must be 3 to 63 letters and digits',
    );
  });

  it.each([
    ['PARTNER_CENTER_TENANT_ID', 'contoso.onmicrosoft.com'],
    ['PARTNER_CENTER_SELLER_ID', 'x1'],
    ['PARTNER_CENTER_TIMEOUT_SECONDS', '101'],
    ['PARTNER_CENTER_REQUESTS_PER_MINUTE', '-1'],
    ['POLL_PASS_SECONDS', '1.5'],
    ['ACTIVE_POLL_SECONDS', '1e3'],
    ['POLL_SCHEDULE', 'every minute'],
    ['STALL_HOURS', '0'],
    ['STALL_HOURS_BY_STATE', 'signing'],
    ['STALL_HOURS_BY_STATE', 'signing=0'],
    ['STALL_HOURS_BY_STATE', 'signing=1,,scanning=2'],
    ['EVENT_SOURCE', 'x'.repeat(201)],
    ['TABLES_ENDPOINT', 'watch.table.core.windows.net'],
    ['TABLES_ENDPOINT', 'https://watch.table.core.windows.net?sv=1&sig=2'],
    ['TABLES_ENDPOINT', 'https://user@watch.table.core.windows.net'],
    ['TABLES_ENDPOINT', 'https://:password@watch.table.core.windows.net'],
    ['TABLES_ENDPOINT', 'ftp://watch.table.core.windows.net'],
    ['ServiceBusConnection__fullyQualifiedNamespace', 'sb://watch.servicebus.windows.net'],
    ['SERVICEBUS_TOPIC', 'a b'],
    ['AZURE_CLIENT_ID', 'me'],
  ])('are refused for %s=%s, by one line', (name, value) => {
    const problems = problemsOf(anEnvironment({ [name]: value }));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${name} `)).toBe(true);
  });

  it('may not name two credentials', () => {
    const environment = anEnvironment({ PARTNER_CENTER_CLIENT_SECRET: 's', PARTNER_CENTER_CERTIFICATE: 'c' });
    expect(problemsOf(environment)).toEqual([`exactly one of ${credentials} must be set (3 are)`]);
  });

  it.each([
    ['TABLES_ENDPOINT', 'TABLES_CONNECTION_STRING'],
    ['ServiceBusConnection__fullyQualifiedNamespace', 'ServiceBusConnection'],
  ])('may not name both %s and %s', (byIdentity, byConnectionString) => {
    const endpoint = byIdentity === 'TABLES_ENDPOINT' ? 'https://x.example' : 'x.example';
    const environment = aLocalEnvironment({
      [byIdentity]: endpoint,
      [byConnectionString]: 'UseDevelopmentStorage=true',
    });
    expect(problemsOf(environment)).toEqual([`exactly one of ${byIdentity}, ${byConnectionString} must be set`]);
  });

  it.each([
    ['TABLES_ENDPOINT', 'TABLES_CONNECTION_STRING'],
    ['ServiceBusConnection__fullyQualifiedNamespace', 'ServiceBusConnection'],
  ])('may name a connection string instead of %s on a laptop only', (byIdentity, byConnectionString) => {
    const setting = { [byIdentity]: undefined, [byConnectionString]: 'UseDevelopmentStorage=true' };
    expect(problemsOf(anEnvironment({ ...setting, LOCAL_MODE: 'true' }))).toEqual([]);
    for (const mode of [undefined, 'false']) {
      expect(problemsOf(anEnvironment({ ...setting, LOCAL_MODE: mode }))).toEqual([
        `${byConnectionString} is for local mode only: use ${byIdentity}`,
      ]);
    }
  });
});

describe('plain http', () => {
  const urls = [
    'PARTNER_CENTER_AUTHORITY_URL',
    'PARTNER_CENTER_DEV_CENTER_URL',
    'PARTNER_CENTER_STORE_URL',
    'TABLES_ENDPOINT',
  ];
  const withSecret = { PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: undefined, PARTNER_CENTER_CLIENT_SECRET: 's' };

  it.each(urls)('to this machine is for %s on a laptop only', (name) => {
    for (const url of ['http://127.0.0.1:4000', 'http://localhost', 'http://[::1]:1/x']) {
      expect(problemsOf(anEnvironment({ ...withSecret, [name]: url, LOCAL_MODE: 'true' }))).toEqual([]);
      expect(problemsOf(anEnvironment({ ...withSecret, [name]: url }))).toEqual([
        `${name} must be https outside local mode`,
      ]);
    }
  });

  it.each(urls)('to anywhere else is refused for %s on a laptop too', (name) => {
    for (const url of [
      'http://manage.devcenter.microsoft.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example',
    ]) {
      expect(problemsOf(anEnvironment({ ...withSecret, [name]: url, LOCAL_MODE: 'true' }))).toEqual([
        `${name} must be an https URL (http only to this machine, in local mode)`,
      ]);
    }
  });

  it('at the token endpoint takes a secret and nothing else', () => {
    const environment = { PARTNER_CENTER_AUTHORITY_URL: 'http://127.0.0.1:4000', LOCAL_MODE: 'true' };
    expect(problemsOf(anEnvironment(environment))).toEqual([
      'PARTNER_CENTER_CLIENT_SECRET is what a token endpoint on this machine takes',
    ]);
  });
});

describe('a message about settings', () => {
  const names = Object.keys(settings);

  it.each([
    ['a word', 'Zq7Secret'],
    ['a number', '918273645546372819'],
    ['a link', 'http://zq7secret.example/?sig=Zq7Secret'],
    ['a long text', `Zq7Secret${'x'.repeat(500)}`],
  ])('never repeats a value, where every setting is %s', (_what, value) => {
    const environment = Object.fromEntries(names.map((name) => [name, value]));
    let message = '';
    let text = '';
    try {
      readConfig(environment);
    } catch (error) {
      message = (error as Error).message;
      text = JSON.stringify({ ...(error as Error), cause: (error as Error).cause, stack: (error as Error).stack });
    }
    expect(message).toContain('LOCAL_MODE must be true or false');
    for (const part of ['Zq7Secret', 'zq7secret', '918273645546372819', 'xxxx']) {
      expect(message).not.toContain(part);
      expect(text).not.toContain(part);
    }
  });
});

describe('a credential that is still a Key Vault reference', () => {
  const reference = '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/x)';

  it.each(['PARTNER_CENTER_CLIENT_SECRET', 'PARTNER_CENTER_CERTIFICATE'])('is refused: %s', (name) => {
    const environment = anEnvironment({ PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: undefined, [name]: reference });
    expect(problemsOf(environment)).toEqual([
      `${name} is still a Key Vault reference: the vault does not hold it, or the identity may not read it`,
    ]);
  });
});
