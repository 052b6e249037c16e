import { localSettings } from '../../local/laptop/settings.ts';
import { readConfig } from '../../shared/config.ts';

const endpoints = {
  tablesConnectionString: 'UseDevelopmentStorage=true',
  serviceBusConnectionString: 'Endpoint=sb://127.0.0.1;UseDevelopmentEmulator=true',
  partnerCenterUrl: 'http://127.0.0.1:7072',
  webhooks: { teams: 'http://127.0.0.1:7073/teams/teams', slack: 'http://127.0.0.1:7073/slack/slack' },
  functionsUrl: 'http://127.0.0.1:7071',
};
const configWith = (environment: NodeJS.ProcessEnv) => readConfig(localSettings(endpoints, environment)).notify;

describe('the notifiers on a laptop', () => {
  it('post to the stand-ins, with links to the history', () => {
    const { channels, historyUrl } = configWith({});
    expect(channels.map(({ webhookUrl }) => webhookUrl)).toEqual(Object.values(endpoints.webhooks));
    expect(historyUrl).toBe('http://127.0.0.1:7071/api/dashboard?submission={key}');
  });

  it('post to the real channel whose webhook is in the environment, and to no host that is neither', () => {
    const real = 'https://hooks.slack.com/services/T000/B000/not-a-real-secret';
    expect(configWith({ SLACK_WEBHOOK_URL: real }).channels.map(({ webhookUrl }) => webhookUrl)).toEqual([
      endpoints.webhooks.teams,
      real,
    ]);
    expect(() => configWith({ SLACK_WEBHOOK_URL: 'https://evil.example/x' })).toThrow('SLACK_WEBHOOK_URL');
  });
});

it('reads at each pass what is not settled, so that POST /poll shows what was changed a moment ago', () => {
  const { cadence } = readConfig(localSettings(endpoints, {})).poll;
  expect(cadence).toMatchObject({ activeSeconds: 0, waitingSeconds: 0, draftSeconds: 0 });
});

it('takes an empty variable of the environment for one that is not set', () => {
  const { partnerCenter } = readConfig(
    localSettings(endpoints, { PARTNER_CENTER_TENANT_ID: '', POLL_CONCURRENCY: '' }),
  );

  expect(partnerCenter).toEqual(readConfig(localSettings(endpoints, {})).partnerCenter);
});
