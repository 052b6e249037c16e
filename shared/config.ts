import { type NotifyConfig, toNotifyConfig } from './channel-setting.ts';
import { contradictions } from './contradictions.ts';
import type { CadenceSettings } from './domain/cadence.ts';
import type { StallLimits } from './domain/stall.ts';
import type { HealthLimits } from './domain/watcher-health.ts';
import { ConfigError } from './errors.ts';
import { isPlainHttp, readSettings } from './setting.ts';
import { type Settings, settings } from './settings-table.ts';

/** How Submission Watch proves to Partner Center who it is. `loopback` asks a token endpoint on this machine; local mode only. */
type PartnerCenterCredential =
  | { readonly type: 'secret'; readonly secret: string }
  | { readonly type: 'certificate'; readonly pem: string }
  | { readonly type: 'certificate-file'; readonly path: string }
  | { readonly type: 'federated'; readonly managedIdentityClientId: string }
  | { readonly type: 'loopback'; readonly secret: string };

/** Where an Azure service is, and whether it is reached by identity or, in local mode, by connection string. */
type Connection =
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
