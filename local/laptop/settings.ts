import { CLIENT_ID, CLIENT_SECRET, SELLER_ACCOUNT_ID, TENANT_ID } from '../partner-center/credentials.ts';

/** Whether the environment names a real Partner Center account; then that is polled, and nothing is simulated but Azure. */
export function hasPartnerCenterAccount(environment: NodeJS.ProcessEnv): boolean {
  return (environment['PARTNER_CENTER_TENANT_ID'] ?? '') !== '';
}

export interface LocalEndpoints {
  readonly tablesConnectionString: string;
  readonly serviceBusConnectionString: string;
  /** Of the simulated Partner Center. */
  readonly partnerCenterUrl: string | undefined;
  /** Of the stand-ins for Teams and Slack. */
  readonly webhooks?: { readonly teams: string; readonly slack: string };
  /** Of the functions, where it is known before they run. */
  readonly functionsUrl?: string;
}

/** Settings of the app on a laptop. What the environment sets wins; what is empty there is not set. */
export function localSettings(endpoints: LocalEndpoints, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    LOCAL_MODE: 'true',
    TABLES_CONNECTION_STRING: endpoints.tablesConnectionString,
    ServiceBusConnection: endpoints.serviceBusConnectionString,
    AzureWebJobsStorage: endpoints.tablesConnectionString,
    ...(endpoints.partnerCenterUrl === undefined ? {} : simulated(endpoints.partnerCenterUrl)),
    ...notifierSettings(endpoints),
    ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  };
}

/** Both channels, soon after something happened. A webhook URL in the environment puts the real channel in its place. */
function notifierSettings({ webhooks, functionsUrl }: LocalEndpoints): NodeJS.ProcessEnv {
  if (webhooks === undefined) return {};
  return {
    TEAMS_WEBHOOK_URL: webhooks.teams,
    SLACK_WEBHOOK_URL: webhooks.slack,
    NOTIFY_SCHEDULE: '*/5 * * * * *',
    NOTIFY_SETTLE_SECONDS: '2',
    ...(functionsUrl === undefined ? {} : { HISTORY_URL: `${functionsUrl}/api/dashboard?submission={key}` }),
  };
}

/** The simulation moves each second, so everything is asked for each second; the real service would answer that with 429. */
function simulated(url: string): NodeJS.ProcessEnv {
  return {
    PARTNER_CENTER_TENANT_ID: TENANT_ID,
    PARTNER_CENTER_CLIENT_ID: CLIENT_ID,
    PARTNER_CENTER_CLIENT_SECRET: CLIENT_SECRET,
    PARTNER_CENTER_AUTHORITY_URL: url,
    PARTNER_CENTER_DEV_CENTER_URL: url,
    PARTNER_CENTER_STORE_URL: url,
    PARTNER_CENTER_SELLER_ID: SELLER_ACCOUNT_ID,
    PARTNER_CENTER_REQUESTS_PER_MINUTE: '6000',
    POLL_SCHEDULE: '* * * * * *',
    RELAY_SCHEDULE: '*/10 * * * * *',
    ACTIVE_POLL_SECONDS: '0',
    WAITING_POLL_SECONDS: '0',
    DRAFT_POLL_SECONDS: '0',
    SETTLED_POLL_SECONDS: '2',
    PRODUCT_POLL_SECONDS: '1',
  };
}
