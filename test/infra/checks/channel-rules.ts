import { readConfig } from '../../../shared/config.ts';
import { subscriptionRule } from '../../../shared/domain/channel-routing.ts';
import { anEnvironment } from '../../support/an-environment.ts';
import { evaluated, type Scope } from '../bicep-expression.ts';
import { valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

const products = Array.from({ length: 60 }, (_, index) => `1363505745374${1_000 + index}`);
const ownFilter = "user.kind = 'msi'";

/** What deployments may choose, the ways in which they differ. */
const deployments: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { teamsEnabled: true },
  { teamsEnabled: true, slackEnabled: true, settings: { NOTIFY_EVENTS: 'all' } },
  { slackEnabled: true, channelFilter: ownFilter },
  {
    teamsEnabled: true,
    settings: { NOTIFY_EVENTS: 'default' },
    channels: [
      { name: 'plain', sort: 'slack' },
      { name: 'ours', sort: 'slack', filter: ownFilter },
      { name: 'every-step', sort: 'teams', options: { events: 'all' } },
      { name: 'named', sort: 'teams', options: { events: ['discovered', 'tracked'], settleSeconds: 10 } },
      { name: 'drivers', sort: 'slack', options: { kinds: ['hardware'], products: ['13635057453741329'] } },
      { name: 'bad-news', sort: 'slack', options: { events: 'all', severities: ['warning', 'error'] } },
      {
        name: 'all-of',
        sort: 'slack',
        options: { kinds: ['app', 'flight'], severities: ['error'], events: ['stalled'] },
      },
      { name: 'many', sort: 'slack', options: { products, severities: ['error'] } },
    ],
  },
  { channels: [{ name: 'loud', sort: 'slack', options: { kinds: ['msi'] } }], settings: { NOTIFY_EVENTS: 'all' } },
];

/**
 * The channels that Bicep hands to the app are those that it makes subscriptions for, and each rule is the one that the app would
 * make of the same entry.
 */
export function channelRules(infra: Infra): string[] {
  return deployments.flatMap((chosen) => {
    const scope = scopeOf(infra, chosen);
    const subscribers = scope('channelSubscribers') as readonly { name: string; filter: string }[];
    const made = subscribers.map(({ name, filter }) => `${name}: ${filter}`);
    const wanted = appChannels(infra, scope, chosen).map(({ name, subscription, filter }) => {
      const isOurs = name === 'ours' || chosen['channelFilter'] !== undefined;
      const rule = isOurs && filter.events === 'all' ? ownFilter : subscriptionRule(filter);
      return `${name === subscription ? name : `${name} on ${subscription}`}: ${rule}`;
    });
    return [
      ...made.filter((rule) => !wanted.includes(rule)).map((rule) => `Bicep makes the subscription ${rule}`),
      ...wanted.filter((rule) => !made.includes(rule)).map((rule) => `the app wants the subscription ${rule}`),
    ];
  });
}

/** What the app reads from the settings that Bicep gives it. */
function appChannels({ main }: Infra, scope: Scope, chosen: Readonly<Record<string, unknown>>) {
  const handed = (name: string): unknown => {
    const value = valueAt(main.modules.find((module) => module.name === 'app')?.body, `params.${name}`);
    return value === undefined ? undefined : evaluated(value, scope);
  };
  const url = 'https://hooks.slack.com/services/T000/B000/not-a-real-secret';
  const webhooks = Object.keys(handed('webhookSettings') as object);
  const channels = handed('channels') as readonly unknown[];
  return readConfig(
    anEnvironment({
      ...Object.fromEntries(webhooks.map((name) => [name, url])),
      ...(chosen['settings'] as Record<string, string> | undefined),
      TEAMS_WEBHOOK_URL: handed('teamsEnabled') === true ? url : '',
      SLACK_WEBHOOK_URL: handed('slackEnabled') === true ? url : '',
      NOTIFY_CHANNELS: channels.length === 0 ? '' : JSON.stringify(channels),
    }),
  ).notify.channels;
}

/** Parameters as they were chosen, else by default; variables as they follow. */
function scopeOf({ main }: Infra, chosen: Readonly<Record<string, unknown>>): Scope {
  const scope: Scope = (name) => {
    if (Object.hasOwn(chosen, name)) return chosen[name];
    const node = [...main.parameters, ...main.variables].find((one) => one.name === name)?.value;
    if (node === undefined) throw new Error(`Bicep has no value for ${name}`);
    return evaluated(node, scope);
  };
  return scope;
}
