import { eventChoices } from '../../shared/channel-list.ts';
import { readConfig } from '../../shared/config.ts';
import { eventNames } from '../../shared/contract/event.ts';
import { ConfigError } from '../../shared/errors.ts';
import { aLocalEnvironment, anEnvironment } from '../support/an-environment.ts';

const teamsUrl =
  'https://default0123.4d.environment.api.powerplatform.com/powerautomate/automations/direct/x?sig=secret-1';
const slackUrl = 'https://hooks.slack.com/services/T000/B000/secret-2';

function notify(settings: Record<string, string>) {
  return readConfig(anEnvironment(settings)).notify;
}

function problems(settings: Record<string, string>): readonly string[] {
  try {
    readConfig(anEnvironment(settings));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).not.toMatch(/secret|evil/);
    return error.problems;
  }
}

const listed = (...channels: readonly object[]) => ({ NOTIFY_CHANNELS: JSON.stringify(channels) });
const drivers = { name: 'drivers', sort: 'teams', webhookSetting: 'DRIVERS_URL' };

describe('channels', () => {
  it('are none by default', () => {
    expect(notify({}).channels).toEqual([]);
  });

  it('come by themselves with a webhook URL of Teams and of Slack', () => {
    expect(notify({ TEAMS_WEBHOOK_URL: teamsUrl, SLACK_WEBHOOK_URL: slackUrl, NOTIFY_EVENTS: 'all' }).channels).toEqual(
      [
        {
          name: 'teams',
          sort: 'teams',
          subscription: 'teams',
          webhookUrl: teamsUrl,
          filter: { events: 'all' },
          settleSeconds: 5,
        },
        {
          name: 'slack',
          sort: 'slack',
          subscription: 'slack',
          webhookUrl: slackUrl,
          filter: { events: 'all' },
          settleSeconds: 5,
        },
      ],
    );
  });

  it('can be as many as are listed, each with a filter of its own', () => {
    const store = { ...drivers, name: 'store', sort: 'slack', webhookSetting: 'STORE_URL', subscription: 'store-team' };
    const filter = {
      events: ['state-changed', 'stalled'],
      kinds: ['app'],
      products: ['9NSAMPLE0APP'],
      severities: ['error'],
    };
    const { channels } = notify({
      ...listed(drivers, { ...store, ...filter, settleSeconds: 20 }),
      DRIVERS_URL: teamsUrl,
      STORE_URL: slackUrl,
      TEAMS_WEBHOOK_URL: teamsUrl,
      NOTIFY_SETTLE_SECONDS: '9',
    });
    expect(channels).toEqual([
      {
        name: 'drivers',
        sort: 'teams',
        subscription: 'drivers',
        webhookUrl: teamsUrl,
        filter: { events: 'default' },
        settleSeconds: 9,
      },
      { name: 'store', sort: 'slack', subscription: 'store-team', webhookUrl: slackUrl, filter, settleSeconds: 20 },
    ]);
  });

  it('wait for a Key Vault reference that is not resolved, and nothing else does', () => {
    const [channel] = notify({
      TEAMS_WEBHOOK_URL: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/x)',
    }).channels;
    expect(channel).toMatchObject({ name: 'teams' });
    expect(channel).not.toHaveProperty('webhookUrl');
  });
});

it('a channel can choose any event that there is', () => {
  expect(eventChoices.map((name) => `submission.${name}`).sort()).toEqual([...eventNames].sort());
});

describe('a list of channels is refused', () => {
  it.each([
    ['that is no JSON', { NOTIFY_CHANNELS: '[{]' }, 'NOTIFY_CHANNELS must be JSON'],
    [
      'with a name that is none',
      listed({ ...drivers, name: 'Drivers!' }),
      'NOTIFY_CHANNELS.0.name must be small letters',
    ],
    [
      'with an event that there is not',
      listed({ ...drivers, events: ['state-change'] }),
      'NOTIFY_CHANNELS.0.events must be default, all',
    ],
    [
      'with a product id that no event has (small letters)',
      listed({ ...drivers, products: ['9nsample0app'] }),
      'NOTIFY_CHANNELS.0.products must be a list of product ids',
    ],
    [
      'with a product id that no event has (a key)',
      listed({ ...drivers, products: ['app:9NSAMPLE0APP'] }),
      'NOTIFY_CHANNELS.0.products must be a list of product ids',
    ],
    [
      'with a product id that no event has (a GUID in capitals)',
      listed({ ...drivers, products: ['DDDDDDDD-0000-4000-8000-000000000001'] }),
      'NOTIFY_CHANNELS.0.products must be a list of product ids',
    ],
    ['with a setting that there is not', listed({ ...drivers, event: 'all' }), 'NOTIFY_CHANNELS.0 Unrecognized key'],
    [
      'with two of one name',
      { ...listed(drivers, { ...drivers, subscription: 'b' }), DRIVERS_URL: teamsUrl },
      'NOTIFY_CHANNELS names the channel drivers twice',
    ],
    [
      'with two on one subscription',
      { ...listed(drivers, { ...drivers, name: 'b', subscription: 'drivers' }), DRIVERS_URL: teamsUrl },
      'NOTIFY_CHANNELS has two channels on the subscription drivers',
    ],
    [
      'without the URL it names',
      listed(drivers),
      'DRIVERS_URL must be an https URL of a host that WEBHOOK_HOSTS allows',
    ],
    [
      'with a wait that is too long',
      { NOTIFY_SETTLE_SECONDS: '61' },
      'NOTIFY_SETTLE_SECONDS must be a whole number from 0 to 60',
    ],
  ])('%s', (_, settings, problem) => {
    expect(problems(settings as Record<string, string>)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('a webhook URL', () => {
  it.each([
    'https://evil.example/secret',
    'https://hooks.slack.com.evil.example/secret',
    'https://evilhooks.slack.com/secret',
    'https://user:secret@hooks.slack.com/services/x',
    'https://hooks.slack.com:8443/secret',
    'http://hooks.slack.com/services/secret',
    'https://api.powerplatform.com/secret',
    'file:///secret',
    'secret',
  ])('%s is refused', (url) => {
    expect(problems({ SLACK_WEBHOOK_URL: url })).toContainEqual(
      'SLACK_WEBHOOK_URL must be an https URL of a host that WEBHOOK_HOSTS allows',
    );
  });

  it('may be of a host that the settings add', () => {
    const settings = { SLACK_WEBHOOK_URL: 'https://chat.example.org/hooks/secret' };
    expect(problems(settings)).toHaveLength(1);
    expect(problems({ ...settings, WEBHOOK_HOSTS: 'other.example, chat.example.org' })).toEqual([]);
    expect(problems({ ...settings, WEBHOOK_HOSTS: '.example.org' })).toEqual([]);
    expect(problems({ ...settings, WEBHOOK_HOSTS: 'https://chat.example.org' })).toContainEqual(
      'WEBHOOK_HOSTS must be host names',
    );
  });

  it('may be of this machine in local mode alone', () => {
    const url = 'http://127.0.0.1:7073/slack/slack';
    expect(readConfig(aLocalEnvironment({ SLACK_WEBHOOK_URL: url })).notify.channels).toHaveLength(1);
    expect(problems({ SLACK_WEBHOOK_URL: url })).not.toEqual([]);
  });
});

describe('the history of a submission', () => {
  it('is at the app itself by default, where its host is known', () => {
    expect(notify({}).historyUrl).toBeUndefined();
    expect(notify({ WEBSITE_HOSTNAME: 'watch.azurewebsites.net' }).historyUrl).toBe(
      'https://watch.azurewebsites.net/api/dashboard?submission={key}',
    );
    expect(notify({ HISTORY_URL: 'https://portal.example/s?k={key}' }).historyUrl).toBe(
      'https://portal.example/s?k={key}',
    );
  });

  it.each(['https://portal.example/', 'javascript:{key}', 'https://user:secret@portal.example/{key}'])(
    'is not at %s',
    (url) => {
      expect(problems({ HISTORY_URL: url })).toEqual(['HISTORY_URL must be an https URL with {key} in it']);
    },
  );
});
