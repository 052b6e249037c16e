import { type NotifyConfig, notifyProblems, notifySettings, toNotifyConfig } from './channel-setting.ts';
import type { CadenceSettings } from './domain/cadence.ts';
import type { StallLimits } from './domain/stall.ts';
import type { HealthLimits } from './domain/watcher-health.ts';
import { ConfigError } from './errors.ts';
import {
  anyText,
  appRole,
  date,
  flag,
  guid,
  hoursByState,
  isPlainHttp,
  matching,
  optional,
  readSettings,
  required,
  schedule,
  serviceUrl,
  type Values,
  wholeNumber,
  withDefault,
} from './setting.ts';

/** How Submission Watch proves to Partner Center who it is. `loopback` asks a token endpoint on this machine; local mode only. */
export type PartnerCenterCredential =
  | { readonly type: 'secret'; readonly secret: string }
  | { readonly type: 'certificate'; readonly pem: string }
  | { readonly type: 'certificate-file'; readonly path: string }
  | { readonly type: 'federated'; readonly managedIdentityClientId: string }
  | { readonly type: 'loopback'; readonly secret: string };

/** Where an Azure service is, and whether it is reached by identity or, in local mode, by connection string. */
export type Connection =
  | { readonly type: 'identity'; readonly endpoint: string }
  | { readonly type: 'connection-string'; readonly connectionString: string };

export interface Config {
  readonly partnerCenter: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly credential: PartnerCenterCredential;
    readonly authorityUrl: string;
    readonly devCenterUrl: string;
    readonly storeUrl: string;
    readonly sellerId?: string;
    readonly timeoutSeconds: number;
    readonly requestsPerMinute: number;
  };
  readonly poll: {
    readonly concurrency: number;
    readonly cadence: CadenceSettings;
    readonly passSeconds: number;
    readonly inlineLimit: number;
    readonly sliceSize: number;
    readonly spreadSeconds: number;
  };
  readonly health: HealthLimits;
  readonly tables: Connection & { readonly tableName: string };
  readonly serviceBus: Connection & {
    readonly topic: string;
    readonly sliceQueue: string;
    /** As the trigger of the queue names it: the host resolves `%NAME%`. */
    readonly sliceQueueBinding: string;
  };
  /** Client id of the user-assigned identity; absent for the system-assigned one. */
  readonly managedIdentityClientId?: string;
  readonly mutedIssueCodes: ReadonlySet<string>;
  readonly stallLimits: StallLimits;
  readonly eventSource: string;
  /** App roles that the HTTP API asks for, behind Easy Auth. Absent: function keys. */
  readonly easyAuth?: { readonly read: string; readonly write: string; readonly operate: string };
  readonly schedules: {
    readonly poll: string;
    readonly relay: string;
    readonly health: string;
    readonly notify: string;
  };
  readonly notify: NotifyConfig;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting by its name in the environment. The README's table and the deployment name the same ones. */
export const settings = {
  LOCAL_MODE: flag,
  PARTNER_CENTER_TENANT_ID: required(guid),
  PARTNER_CENTER_CLIENT_ID: required(guid),
  PARTNER_CENTER_CLIENT_SECRET: optional(anyText),
  PARTNER_CENTER_CERTIFICATE: optional(anyText),
  PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: optional(guid),
  PARTNER_CENTER_SELLER_ID: optional(matching(/^\d{1,20}$/, 'must be a number')),
  PARTNER_CENTER_AUTHORITY_URL: withDefault('https://login.microsoftonline.com', serviceUrl),
  PARTNER_CENTER_DEV_CENTER_URL: withDefault('https://manage.devcenter.microsoft.com', serviceUrl),
  PARTNER_CENTER_STORE_URL: withDefault('https://api.store.microsoft.com', serviceUrl),
  PARTNER_CENTER_TIMEOUT_SECONDS: wholeNumber(30, 1, 100),
  PARTNER_CENTER_REQUESTS_PER_MINUTE: wholeNumber(20, 1, 6_000),
  POLL_SCHEDULE: withDefault('0 * * * * *', schedule),
  POLL_CONCURRENCY: wholeNumber(8, 1, 64),
  POLL_PASS_SECONDS: wholeNumber(240, 1, 280),
  ACTIVE_POLL_SECONDS: wholeNumber(60, 0, 86_400),
  WAITING_POLL_SECONDS: wholeNumber(300, 0, 86_400),
  DRAFT_POLL_SECONDS: wholeNumber(900, 0, 86_400),
  SETTLED_POLL_SECONDS: wholeNumber(600, 0, 86_400),
  PRODUCT_POLL_SECONDS: wholeNumber(300, 0, 86_400),
  RETIRE_AFTER_DAYS: wholeNumber(90, 1, 3_650),
  RELAY_SCHEDULE: withDefault('30 * * * * *', schedule),
  INLINE_LIMIT: wholeNumber(200, 1, 100_000),
  SLICE_SIZE: wholeNumber(50, 1, 500),
  SLICE_SPREAD_SECONDS: wholeNumber(50, 1, 3_600),
  HEALTH_SCHEDULE: withDefault('45 * * * * *', schedule),
  PASS_OVERDUE_MINUTES: wholeNumber(10, 1, 10_080),
  OUTBOX_STUCK_MINUTES: wholeNumber(10, 1, 10_080),
  POLL_BEHIND_MINUTES: wholeNumber(60, 1, 10_080),
  PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: optional(date),
  STALL_HOURS: wholeNumber(72, 1, 8_760),
  STALL_HOURS_BY_STATE: hoursByState,
  MUTED_ISSUE_CODES: withDefault('SalesUnsupportedWarning', anyText),
  EVENT_SOURCE: withDefault('/submission-watch', matching(/^.{1,200}$/s, 'must be at most 200 characters')),
  TABLES_ENDPOINT: optional(serviceUrl),
  TABLES_CONNECTION_STRING: optional(anyText),
  TABLE_NAME: withDefault(
    'submissionwatch',
    matching(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'must be 3 to 63 letters and digits'),
  ),
  ServiceBusConnection: optional(anyText),
  ServiceBusConnection__fullyQualifiedNamespace: optional(
    matching(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a host name'),
  ),
  SERVICEBUS_TOPIC: withDefault('submission-events', matching(/^[\w./-]{1,260}$/, 'must be a topic name')),
  SERVICEBUS_SLICE_QUEUE: withDefault('poll-slices', matching(/^[\w./-]{1,260}$/, 'must be a queue name')),
  AZURE_CLIENT_ID: optional(guid),
  EASY_AUTH_REQUIRED: flag,
  EASY_AUTH_READ_ROLE: optional(appRole),
  EASY_AUTH_WRITE_ROLE: optional(appRole),
  EASY_AUTH_OPERATE_ROLE: optional(appRole),
  ...notifySettings,
};
type Settings = Values<typeof settings>;

/**
 * Reads the settings out of an environment; an empty text counts as not set.
 * @throws ConfigError that lists every problem at once.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = readSettings(settings, given);
  const problems = [...('problems' in read ? read.problems : []), ...contradictions(given)];
  if ('problems' in read || problems.length > 0) throw new ConfigError(problems);
  return toConfig(read.values, given);
}

const credentialSettings = [
  'PARTNER_CENTER_CLIENT_SECRET',
  'PARTNER_CENTER_CERTIFICATE',
  'PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID',
];

/** What single settings cannot show. */
function contradictions(given: Environment): string[] {
  const local = given['LOCAL_MODE'] === 'true';
  const set = (name: string) => given[name] !== undefined;
  const problems: string[] = [];

  const credentials = credentialSettings.filter(set);
  if (credentials.length !== 1) {
    problems.push(`exactly one of ${credentialSettings.join(', ')} must be set (${credentials.length} are)`);
  }
  for (const name of credentials.filter((each) => /^@Microsoft\.KeyVault\(/i.test(given[each] ?? ''))) {
    problems.push(
      `${name} is still a Key Vault reference: the vault does not hold it, or the identity may not read it`,
    );
  }
  const pairs = [
    ['TABLES_ENDPOINT', 'TABLES_CONNECTION_STRING'],
    ['ServiceBusConnection__fullyQualifiedNamespace', 'ServiceBusConnection'],
  ] as const;
  for (const [byIdentity, byConnectionString] of pairs) {
    if (set(byIdentity) === set(byConnectionString)) {
      problems.push(`exactly one of ${byIdentity}, ${byConnectionString} must be set`);
    }
    if (set(byConnectionString) && !local)
      problems.push(`${byConnectionString} is for local mode only: use ${byIdentity}`);
  }
  for (const [name, value = ''] of Object.entries(given)) {
    if (!local && Object.hasOwn(settings, name) && isPlainHttp(value))
      problems.push(`${name} must be https outside local mode`);
  }
  if (isPlainHttp(given['PARTNER_CENTER_AUTHORITY_URL'] ?? '') && !set('PARTNER_CENTER_CLIENT_SECRET')) {
    problems.push('PARTNER_CENTER_CLIENT_SECRET is what a token endpoint on this machine takes');
  }
  problems.push(...easyAuthProblems(given), ...notifyProblems(given, local));
  return problems;
}

const easyAuthRoles = ['EASY_AUTH_READ_ROLE', 'EASY_AUTH_WRITE_ROLE', 'EASY_AUTH_OPERATE_ROLE'] as const;

/**
 * With Easy Auth the functions let everybody in whom the platform lets through, so nothing of it may be half set. The platform
 * says by `WEBSITE_AUTH_ENABLED` whether it checks at all: where it does not, anybody can write the header with the identity.
 * (https://learn.microsoft.com/azure/app-service/reference-app-settings)
 */
function easyAuthProblems(given: Environment): string[] {
  const required = given['EASY_AUTH_REQUIRED'] === 'true';
  const wrong = easyAuthRoles.filter((name) => (given[name] === undefined) === required);
  const isOn = /^(true|1)$/i.test(given['WEBSITE_AUTH_ENABLED'] ?? '');
  return [
    ...wrong.map((name) =>
      required
        ? `${name} is required with EASY_AUTH_REQUIRED`
        : `${name} has no effect without EASY_AUTH_REQUIRED=true`,
    ),
    ...(required && !isOn
      ? ['EASY_AUTH_REQUIRED needs App Service authentication, which is off (WEBSITE_AUTH_ENABLED is not true)']
      : []),
  ];
}

function toEasyAuth(values: Settings): Pick<Config, 'easyAuth'> {
  const { EASY_AUTH_READ_ROLE: read, EASY_AUTH_WRITE_ROLE: write, EASY_AUTH_OPERATE_ROLE: operate } = values;
  if (read === undefined || write === undefined || operate === undefined) return {};
  return { easyAuth: { read, write, operate } };
}

function toConfig(values: Settings, given: Environment): Config {
  return {
    partnerCenter: {
      tenantId: values.PARTNER_CENTER_TENANT_ID,
      clientId: values.PARTNER_CENTER_CLIENT_ID,
      credential: toCredential(values),
      authorityUrl: values.PARTNER_CENTER_AUTHORITY_URL,
      devCenterUrl: values.PARTNER_CENTER_DEV_CENTER_URL,
      storeUrl: values.PARTNER_CENTER_STORE_URL,
      ...(values.PARTNER_CENTER_SELLER_ID === undefined ? {} : { sellerId: values.PARTNER_CENTER_SELLER_ID }),
      timeoutSeconds: values.PARTNER_CENTER_TIMEOUT_SECONDS,
      requestsPerMinute: values.PARTNER_CENTER_REQUESTS_PER_MINUTE,
    },
    poll: {
      concurrency: values.POLL_CONCURRENCY,
      passSeconds: values.POLL_PASS_SECONDS,
      inlineLimit: values.INLINE_LIMIT,
      sliceSize: values.SLICE_SIZE,
      spreadSeconds: values.SLICE_SPREAD_SECONDS,
      cadence: {
        activeSeconds: values.ACTIVE_POLL_SECONDS,
        waitingSeconds: values.WAITING_POLL_SECONDS,
        draftSeconds: values.DRAFT_POLL_SECONDS,
        settledSeconds: values.SETTLED_POLL_SECONDS,
        retireAfterDays: values.RETIRE_AFTER_DAYS,
        productSeconds: values.PRODUCT_POLL_SECONDS,
      },
    },
    health: {
      passOverdueMinutes: values.PASS_OVERDUE_MINUTES,
      outboxStuckMinutes: values.OUTBOX_STUCK_MINUTES,
      pollBehindMinutes: values.POLL_BEHIND_MINUTES,
      ...(values.PARTNER_CENTER_CREDENTIAL_EXPIRES_ON === undefined
        ? {}
        : { credentialExpiresAt: `${values.PARTNER_CENTER_CREDENTIAL_EXPIRES_ON}T00:00:00.000Z` }),
    },
    tables: { ...toConnection(values.TABLES_ENDPOINT, values.TABLES_CONNECTION_STRING), tableName: values.TABLE_NAME },
    serviceBus: {
      ...toConnection(values.ServiceBusConnection__fullyQualifiedNamespace, values.ServiceBusConnection),
      topic: values.SERVICEBUS_TOPIC,
      sliceQueue: values.SERVICEBUS_SLICE_QUEUE,
      sliceQueueBinding:
        given['SERVICEBUS_SLICE_QUEUE'] === undefined ? values.SERVICEBUS_SLICE_QUEUE : '%SERVICEBUS_SLICE_QUEUE%',
    },
    ...(values.AZURE_CLIENT_ID === undefined ? {} : { managedIdentityClientId: values.AZURE_CLIENT_ID }),
    mutedIssueCodes: new Set(
      values.MUTED_ISSUE_CODES.split(',')
        .map((code) => code.trim().toLowerCase())
        .filter((code) => code !== ''),
    ),
    stallLimits: {
      defaultSeconds: values.STALL_HOURS * 3600,
      byState: Object.fromEntries(values.STALL_HOURS_BY_STATE.map(([state, hours]) => [state, hours * 3600])),
    },
    eventSource: values.EVENT_SOURCE,
    ...toEasyAuth(values),
    // The host resolves %NAME% itself, also where it scales from zero; a default has to be given as it is.
    schedules: {
      poll: given['POLL_SCHEDULE'] === undefined ? values.POLL_SCHEDULE : '%POLL_SCHEDULE%',
      relay: given['RELAY_SCHEDULE'] === undefined ? values.RELAY_SCHEDULE : '%RELAY_SCHEDULE%',
      health: given['HEALTH_SCHEDULE'] === undefined ? values.HEALTH_SCHEDULE : '%HEALTH_SCHEDULE%',
      notify: given['NOTIFY_SCHEDULE'] === undefined ? values.NOTIFY_SCHEDULE : '%NOTIFY_SCHEDULE%',
    },
    notify: toNotifyConfig(values, values.LOCAL_MODE, given),
  };
}

function toCredential(values: Settings): PartnerCenterCredential {
  const secret = values.PARTNER_CENTER_CLIENT_SECRET;
  const certificate = values.PARTNER_CENTER_CERTIFICATE;
  if (secret !== undefined) {
    return { type: isPlainHttp(values.PARTNER_CENTER_AUTHORITY_URL) ? 'loopback' : 'secret', secret };
  }
  if (certificate !== undefined) {
    return certificate.includes('-----BEGIN')
      ? { type: 'certificate', pem: certificate }
      : { type: 'certificate-file', path: certificate };
  }
  return { type: 'federated', managedIdentityClientId: values.PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID ?? '' };
}

function toConnection(endpoint: string | undefined, connectionString: string | undefined): Connection {
  return endpoint === undefined
    ? { type: 'connection-string', connectionString: connectionString ?? '' }
    : { type: 'identity', endpoint };
}
