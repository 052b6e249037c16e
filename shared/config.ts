import { z } from 'zod';
import type { CadenceSettings } from './domain/cadence.ts';
import type { StallLimits } from './domain/stall.ts';
import type { HealthLimits } from './domain/watcher-health.ts';
import { ConfigError } from './errors.ts';
import {
  flag,
  hoursByState,
  isPlainHttp,
  optionalGuid,
  optionalText,
  requiredGuid,
  schedule,
  serviceUrl,
  wholeNumber,
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
  readonly schedules: { readonly poll: string; readonly relay: string; readonly health: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting by its name in the environment. The README's table and the deployment name the same ones. */
export const settings = z.object({
  LOCAL_MODE: flag,
  PARTNER_CENTER_TENANT_ID: requiredGuid,
  PARTNER_CENTER_CLIENT_ID: requiredGuid,
  PARTNER_CENTER_CLIENT_SECRET: optionalText,
  PARTNER_CENTER_CERTIFICATE: optionalText,
  PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: optionalGuid,
  PARTNER_CENTER_SELLER_ID: z
    .string()
    .regex(/^\d{1,20}$/, 'must be a number')
    .optional(),
  PARTNER_CENTER_AUTHORITY_URL: serviceUrl.default('https://login.microsoftonline.com'),
  PARTNER_CENTER_DEV_CENTER_URL: serviceUrl.default('https://manage.devcenter.microsoft.com'),
  PARTNER_CENTER_STORE_URL: serviceUrl.default('https://api.store.microsoft.com'),
  PARTNER_CENTER_TIMEOUT_SECONDS: wholeNumber(30, 1, 100),
  PARTNER_CENTER_REQUESTS_PER_MINUTE: wholeNumber(20, 1, 6_000),
  POLL_SCHEDULE: schedule.default('0 * * * * *'),
  POLL_CONCURRENCY: wholeNumber(8, 1, 64),
  POLL_PASS_SECONDS: wholeNumber(240, 1, 280),
  ACTIVE_POLL_SECONDS: wholeNumber(60, 0, 86_400),
  WAITING_POLL_SECONDS: wholeNumber(300, 0, 86_400),
  DRAFT_POLL_SECONDS: wholeNumber(900, 0, 86_400),
  SETTLED_POLL_SECONDS: wholeNumber(600, 0, 86_400),
  PRODUCT_POLL_SECONDS: wholeNumber(300, 0, 86_400),
  RETIRE_AFTER_DAYS: wholeNumber(90, 1, 3_650),
  RELAY_SCHEDULE: schedule.default('30 * * * * *'),
  INLINE_LIMIT: wholeNumber(200, 1, 100_000),
  SLICE_SIZE: wholeNumber(50, 1, 500),
  SLICE_SPREAD_SECONDS: wholeNumber(50, 1, 3_600),
  HEALTH_SCHEDULE: schedule.default('45 * * * * *'),
  PASS_OVERDUE_MINUTES: wholeNumber(10, 1, 10_080),
  OUTBOX_STUCK_MINUTES: wholeNumber(10, 1, 10_080),
  POLL_BEHIND_MINUTES: wholeNumber(60, 1, 10_080),
  PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: z.iso.date('must be a date such as 2027-01-31').optional(),
  STALL_HOURS: wholeNumber(72, 1, 8_760),
  STALL_HOURS_BY_STATE: hoursByState,
  MUTED_ISSUE_CODES: z.string().default('SalesUnsupportedWarning'),
  EVENT_SOURCE: z.string().min(1).max(200).default('/submission-watch'),
  TABLES_ENDPOINT: serviceUrl.optional(),
  TABLES_CONNECTION_STRING: optionalText,
  TABLE_NAME: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'must be 3 to 63 letters and digits')
    .default('submissionwatch'),
  ServiceBusConnection: optionalText,
  ServiceBusConnection__fullyQualifiedNamespace: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a host name')
    .optional(),
  SERVICEBUS_TOPIC: z
    .string()
    .regex(/^[\w./-]{1,260}$/, 'must be a topic name')
    .default('submission-events'),
  SERVICEBUS_SLICE_QUEUE: z
    .string()
    .regex(/^[\w./-]{1,260}$/, 'must be a queue name')
    .default('poll-slices'),
  AZURE_CLIENT_ID: optionalGuid,
});
type Settings = z.infer<typeof settings>;

/**
 * Reads the settings out of an environment; an empty text counts as not set.
 * @throws ConfigError that lists every problem at once.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = settings.safeParse(given);
  const wrong = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const problems = [...wrong, ...contradictions(given)];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(result.data, given);
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
    if (!local && name in settings.shape && isPlainHttp(value))
      problems.push(`${name} must be https outside local mode`);
  }
  if (isPlainHttp(given['PARTNER_CENTER_AUTHORITY_URL'] ?? '') && !set('PARTNER_CENTER_CLIENT_SECRET')) {
    problems.push('PARTNER_CENTER_CLIENT_SECRET is what a token endpoint on this machine takes');
  }
  return problems;
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
    // The host resolves %NAME% itself, also where it scales from zero; a default has to be given as it is.
    schedules: {
      poll: given['POLL_SCHEDULE'] === undefined ? values.POLL_SCHEDULE : '%POLL_SCHEDULE%',
      relay: given['RELAY_SCHEDULE'] === undefined ? values.RELAY_SCHEDULE : '%RELAY_SCHEDULE%',
      health: given['HEALTH_SCHEDULE'] === undefined ? values.HEALTH_SCHEDULE : '%HEALTH_SCHEDULE%',
    },
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
