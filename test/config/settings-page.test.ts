import { readFileSync } from 'node:fs';
import { readConfig } from '../../shared/config.ts';
import { settings } from '../../shared/settings-table.ts';
import { anEnvironment } from '../support/an-environment.ts';

const subscribing = readFileSync('docs/subscribers.md', 'utf8');
const page = readFileSync('docs/settings.md', 'utf8');

it('docs/settings.md names every setting that the app reads', () => {
  expect(Object.keys(settings).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('the list of channels in docs/subscribers.md is one that the app takes', () => {
  const [, list = ''] = /^```json channels\n([\s\S]*?)^```$/m.exec(subscribing) ?? [];
  const url = 'https://hooks.slack.com/services/T000/B000/not-a-real-secret';
  const { channels } = readConfig(
    anEnvironment({ NOTIFY_CHANNELS: list, DRIVERS_WEBHOOK_URL: url, BAD_NEWS_WEBHOOK_URL: url }),
  ).notify;
  expect(channels).toMatchObject([
    { name: 'drivers', sort: 'teams', subscription: 'drivers', filter: { events: 'all', kinds: ['hardware'] } },
    { name: 'bad-news', sort: 'slack', settleSeconds: 30, filter: { severities: ['warning', 'error'] } },
  ]);
});
