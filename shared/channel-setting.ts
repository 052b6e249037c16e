import { channelList, type ListedChannel } from './channel-list.ts';
import type { ChannelFilter } from './domain/channel-routing.ts';
import type { ChannelSort } from './domain/post-pace.ts';
import { allowedWebhook } from './domain/webhook-url.ts';
import {
  anyText,
  oneOf,
  optional,
  parsed,
  readSettings,
  schedule,
  type Values,
  wholeNumber,
  withDefault,
} from './setting.ts';

/** A channel of Teams or Slack, fed by its own subscription of the topic. */
export interface ChannelConfig {
  readonly name: string;
  readonly sort: ChannelSort;
  readonly subscription: string;
  /** A secret. Absent while its Key Vault reference is not resolved: the channel then waits, and nothing else does. */
  readonly webhookUrl?: string;
  readonly filter: ChannelFilter;
  /** How long a submission must be quiet before it is told. */
  readonly settleSeconds: number;
}

export interface NotifyConfig {
  readonly channels: readonly ChannelConfig[];
  readonly allowedHosts: readonly string[];
  readonly allowLoopback: boolean;
  /** Where a submission's history is shown; `{key}` stands for its key. */
  readonly historyUrl?: string;
}

/** Also for governments; Teams Workflows are run by Power Automate. */
const knownHosts: Readonly<Record<ChannelSort, readonly string[]>> = {
  teams: [
    '.api.powerplatform.com',
    '.api.gov.powerplatform.microsoft.us',
    '.api.high.powerplatform.microsoft.us',
    '.api.appsplatform.us',
    '.logic.azure.com',
    '.logic.azure.us',
  ],
  slack: ['hooks.slack.com', 'hooks.slack-gov.com'],
};

const keyVaultReference = /^@Microsoft\.KeyVault\(/i;
const simpleChannels = [
  { name: 'teams', sort: 'teams', webhookSetting: 'TEAMS_WEBHOOK_URL' },
  { name: 'slack', sort: 'slack', webhookSetting: 'SLACK_WEBHOOK_URL' },
] as const;

/** A list of hosts after the known ones; a leading dot stands for every host below. */
const hostList = parsed(
  (text) =>
    /^\s*\.?[a-z0-9-]+(\.[a-z0-9-]+)+\s*(,\s*\.?[a-z0-9-]+(\.[a-z0-9-]+)+\s*)*$/i.test(text)
      ? text.split(',').map((host) => host.trim().toLowerCase())
      : undefined,
  'must be host names',
);

const historyUrl = parsed(
  (text) => (text.length <= 500 && text.includes('{key}') && isPage(text) ? text : undefined),
  'must be an https URL with {key} in it',
);

/** The settings of the notifiers, by their names in the environment. */
export const notifySettings = {
  NOTIFY_CHANNELS: optional(channelList),
  NOTIFY_EVENTS: withDefault<'default' | 'all'>('default', oneOf(['default', 'all'], 'must be default or all')),
  NOTIFY_SETTLE_SECONDS: wholeNumber(5, 0, 60),
  NOTIFY_SCHEDULE: withDefault('15 * * * * *', schedule),
  TEAMS_WEBHOOK_URL: optional(anyText),
  SLACK_WEBHOOK_URL: optional(anyText),
  WEBHOOK_HOSTS: optional(hostList),
  HISTORY_URL: optional(historyUrl),
};
type NotifySettings = Values<typeof notifySettings>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @param given the whole environment: a channel names the setting that holds its webhook URL. */
export function toNotifyConfig(values: NotifySettings, isLocal: boolean, given: Environment): NotifyConfig {
  const hostName = given['WEBSITE_HOSTNAME'];
  const history =
    values.HISTORY_URL ?? (hostName === undefined ? undefined : `https://${hostName}/api/dashboard?submission={key}`);
  return {
    channels: listedChannels(values, given).map((each) => toChannel(each, values, given)),
    allowedHosts: [...Object.values(knownHosts).flat(), ...(values.WEBHOOK_HOSTS ?? [])],
    allowLoopback: isLocal,
    ...(history === undefined ? {} : { historyUrl: history }),
  };
}

/** What single settings cannot show; nothing while one of them is wrong by itself. */
export function notifyProblems(given: Environment, isLocal: boolean): string[] {
  const read = readSettings(notifySettings, given);
  if ('problems' in read) return [];
  const listed = listedChannels(read.values, given);
  const { channels, ...hosts } = toNotifyConfig(read.values, isLocal, given);
  const isForbidden = (name: string) => {
    const url = channels.find((each) => each.name === name)?.webhookUrl;
    return url !== undefined && allowedWebhook(url, hosts) === undefined;
  };
  return [
    ...repeated(channels.map(({ name }) => name)).map((name) => `NOTIFY_CHANNELS names the channel ${name} twice`),
    ...repeated(channels.map(({ subscription }) => subscription)).map(
      (name) => `NOTIFY_CHANNELS has two channels on the subscription ${name}`,
    ),
    ...listed
      .filter(({ name }) => isForbidden(name))
      .map(({ webhookSetting }) => `${webhookSetting} must be an https URL of a host that WEBHOOK_HOSTS allows`),
  ];
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function listedChannels(values: NotifySettings, given: Environment): readonly ListedChannel[] {
  return values.NOTIFY_CHANNELS ?? simpleChannels.filter(({ webhookSetting }) => given[webhookSetting] !== undefined);
}

function toChannel(listed: ListedChannel, values: NotifySettings, given: Environment): ChannelConfig {
  const { name, sort, kinds, products, severities } = listed;
  // A setting that is not there is no URL that could be posted to, and is reported as such.
  const webhookUrl = given[listed.webhookSetting] ?? '';
  return {
    name,
    sort,
    subscription: listed.subscription ?? name,
    ...(keyVaultReference.test(webhookUrl) ? {} : { webhookUrl }),
    filter: {
      events: listed.events ?? values.NOTIFY_EVENTS,
      ...(kinds === undefined ? {} : { kinds }),
      ...(products === undefined ? {} : { products }),
      ...(severities === undefined ? {} : { severities }),
    },
    settleSeconds: listed.settleSeconds ?? values.NOTIFY_SETTLE_SECONDS,
  };
}

function isPage(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username + url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname));
}
