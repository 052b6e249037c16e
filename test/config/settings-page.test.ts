import { readFileSync } from 'node:fs';
import { readConfig } from '../../shared/config.ts';
import { settings } from '../../shared/settings-table.ts';
import { anEnvironment } from '../support/an-environment.ts';

const subscribing = readFileSync('docs/subscribers.md', 'utf8');
const page = readFileSync('docs/settings.md', 'utf8');

it('docs/settings.md names every setting that the app reads', () => {
  expect(Object.keys(settings).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('every setting has a place where it is read, besides the one where it is declared', () => {
  const files = ['settings-table', 'channel-setting', 'config', 'contradictions'];
  const code = files.map((name) => readFileSync(`shared/${name}.ts`, 'utf8')).join('\n');
  const timesNamed = (name: string) => code.split(new RegExp(`\\b${name}\\b`)).length - 1;
  expect(Object.keys(settings).filter((name) => timesNamed(name) < 2)).toEqual([]);
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
