import { TableClient } from '@azure/data-tables';
import { createDeliveryLog } from '../../shared/adapters/table-storage/delivery-log.ts';
import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { startWatchedSink, type WatchedSink } from '../support/watched-sink.ts';

const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const other = 'addon:9NSAMPLE0ADX:1152921505689378155';
const name = 'Maps <!channel> [x](https://evil.example)';
const certification = { friendlyName: name, status: 'Certification' };
const failed = {
  friendlyName: name,
  status: 'CertificationFailed',
  errors: [{ code: 'Other', details: 'The description is wrong. See {sas}' }],
  certificationReports: [
    { date: '2025-05-22T14:03:11.5170000Z', reportUrl: 'https://partner.microsoft.com/r?sig=x&id=1' },
  ],
};

let laptop: Laptop;
let sink: WatchedSink;

beforeEach(async () => {
  sink = await startWatchedSink();
  laptop = await startLaptop();
});
afterEach(async () => {
  await laptop.stop();
  await sink.stop();
});
afterAll(stopHosts);

/** The app with both channels. */
async function startHost(settings: Record<string, string> = {}): Promise<void> {
  await laptop.startHost({
    TEAMS_WEBHOOK_URL: sink.teamsUrl('teams'),
    SLACK_WEBHOOK_URL: sink.slackUrl('slack'),
    // Long enough for all that a pass finds to arrive, also on a busy machine.
    NOTIFY_SETTLE_SECONDS: '4',
    NOTIFY_SCHEDULE: '0,30 * * * * *',
    ...settings,
  });
}

/** Tracked, and with its first event told to nobody, because it is none of the default ones. */
async function track(...keys: string[]): Promise<void> {
  for (const key of keys) await laptop.put(key, { ...certification, friendlyName: key === other ? 'Other' : name });
  for (const key of keys) expect((await laptop.api('PUT', `submissions/${key}`)).status).toBe(201);
  await laptop.pass();
}

function deliveries() {
  const connectionString = laptop.settings['TABLES_CONNECTION_STRING'] ?? '';
  const table = TableClient.fromConnectionString(connectionString, 'submissionwatch', {
    allowInsecureConnection: true,
  });
  return { table, log: createDeliveryLog(table) };
}

/** Sweeps until nothing is pending any more. */
async function sweep(channel: string): Promise<void> {
  const { log } = deliveries();
  while ((await log.pending(channel, 1)).length > 0) await laptop.tick();
}

it('tells a failure with its errors and its report in one message, in both channels, as plain text', async () => {
  await startHost({ HISTORY_URL: 'https://watch.example/api/dashboard?submission={key}' });
  await track(addon);
  await laptop.put(addon, failed);
  await laptop.pass();
  await Promise.all([sink.taken('teams/teams'), sink.taken('slack/slack')]);
  await Promise.all([sweep('teams'), sweep('slack')]);

  for (const channel of ['teams/teams', 'slack/slack']) {
    expect(sink.posts().filter(({ to }) => to === channel)).toHaveLength(1);
    const text = JSON.stringify(sink.shown(channel)[0]?.shown);
    for (const part of [
      `Failed: ${name}`,
      'Add-on submission 1152921505689378154',
      'Certification → CertificationFailed',
      'Other: The description is wrong.',
      'https://partner.microsoft.com/r?id=1',
      'https://partner.microsoft.com/dashboard/products/9NSAMPLE0ADN/submissions/1152921505689378154',
      `https://watch.example/api/dashboard?submission=${addon}`,
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/sig=/);
  }
  const printed = [...laptop.host().lines, ...laptop.host().output].join('\n');
  expect(printed).toContain(`told ${addon}/2`);
  expect(printed).not.toMatch(/not-a-real-signature|\/teams\/teams|\/slack\/slack/);
});

it('lets a channel that is down wait, and no other with it', async () => {
  await startHost();
  await track(addon);
  await sink.answer({ to: 'teams', answer: { status: 503, retryAfter: '1' } });
  await laptop.put(addon, failed);
  await laptop.pass();
  await sink.taken('slack/slack');
  await sink.posted(({ to, status }) => to === 'teams/teams' && status === 503);
  expect(sink.shown('teams/teams')).toEqual([]);
  await sink.answer(undefined);
  await sweep('teams');
  expect(sink.titles('teams/teams')).toEqual([`Failed: ${name}`]);
  expect(sink.shown('slack/slack')).toHaveLength(1);
});

it('waits as long as a channel asks, and loses nothing', async () => {
  await startHost();
  await track(addon);
  await sink.answer({ to: 'slack', answer: { status: 429, retryAfter: '2' }, times: 2 });
  await laptop.put(addon, failed);
  await laptop.pass();
  await sink.taken('slack/slack');
  const times = sink
    .posts()
    .filter(({ to }) => to === 'slack/slack')
    .map(({ at }) => Date.parse(at));
  expect(times).toHaveLength(3);
  for (const [index, time] of times.entries()) expect(time - (times[index - 1] ?? 0)).toBeGreaterThan(1_900);
});

it('records what a channel refuses for good, does not ask ten times, and says so in health', async () => {
  await startHost();
  await track(addon);
  await sink.answer({ to: 'teams', answer: { status: 410 } });
  await laptop.put(addon, failed);
  await laptop.pass();
  await sink.posted(({ to }) => to === 'teams/teams');
  await sink.taken('slack/slack');
  await sweep('teams');
  // The watcher's own news of it is refused as well.
  const posts = sink.posts().filter(({ to, shown }) => to === 'teams/teams' && JSON.stringify(shown).includes('Maps'));
  expect(posts).toHaveLength(1);
  const failures = await deliveries().log.failures('teams', new Date(0), 10);
  expect(failures.map(({ eventId, reason }) => [eventId, reason]).sort()).toEqual(
    [2, 3, 4].map((sequence) => [`${addon}/${sequence}`, 'HTTP 410']),
  );
  const { status, body } = await laptop.api('GET', 'health');
  expect([status, body]).toEqual([503, { status: 'degraded', reasons: ['channel-refusing'] }]);
  // And the channel that works is told of it.
  while (!sink.titles('slack/slack').includes('🔴 Degraded: Submission Watch')) await laptop.tick();
});

it('tells once what was recorded when the process was killed before the post', async () => {
  // One channel: the message of another would come back when its lock ends, a minute later.
  const slackAlone = { TEAMS_WEBHOOK_URL: '' };
  await startHost(slackAlone);
  await track(addon);
  const killed = new Promise((resolve) => {
    laptop.tables.watch(async ({ phase, body }) => {
      if (phase !== 'after' || !body.includes('pending|')) return;
      laptop.tables.watch(() => undefined);
      resolve(await laptop.host().stop('SIGKILL'));
    });
  });
  await laptop.put(addon, { ...failed, errors: [], certificationReports: [] });
  await laptop.tick();
  await killed;
  expect(sink.posts()).toEqual([]);
  await startHost(slackAlone);
  await laptop.pass();
  await sweep('slack');
  expect(sink.titles('slack/slack')).toEqual([`🔴 Failed: ${name}`]);
});

it('doubles what was posted and not recorded when the process was killed, and nothing else', async () => {
  await startHost();
  await track(addon, other);
  let kills = 0;
  const killed = new Promise((resolve) => {
    sink.onPost(({ to }) => {
      if (to !== 'teams/teams' || kills > 0) return;
      kills += 1;
      resolve(laptop.host().stop('SIGKILL'));
    });
  });
  await laptop.put(addon, failed);
  await laptop.tick();
  await killed;
  // The dead one's lease ends by itself after a minute.
  await deliveries().table.updateEntity({ partitionKey: 'channel-teams', rowKey: 'channel', leasedUntil: '' }, 'Merge');
  await startHost();
  await laptop.put(other, { ...failed, friendlyName: 'Other' });
  await laptop.pass();
  await sink.taken('teams/teams', 3);
  await sweep('teams');
  expect(sink.titles('teams/teams').sort()).toEqual([`Failed: ${name}`, `Failed: ${name}`, 'Failed: Other']);
});

it('has no function for a channel that is not there, and two for each that is', async () => {
  await laptop.startHost();
  const names = () => laptop.host().line.functions.map(({ name }) => name);
  expect(names().filter((name) => /^(notify|sweep)-/.test(name))).toEqual([]);
  await laptop.host().stop('SIGKILL');
  const channels = [
    { name: 'drivers', sort: 'teams', webhookSetting: 'DRIVERS_URL', subscription: 'teams', kinds: ['hardware'] },
    { name: 'store', sort: 'slack', webhookSetting: 'STORE_URL', subscription: 'slack', events: 'all' },
  ];
  await laptop.startHost({
    NOTIFY_CHANNELS: JSON.stringify(channels),
    DRIVERS_URL: sink.teamsUrl('drivers'),
    STORE_URL: sink.slackUrl('store'),
    NOTIFY_SETTLE_SECONDS: '0',
  });
  expect(names().filter((name) => /^(notify|sweep)-/.test(name))).toEqual([
    'notify-drivers',
    'sweep-drivers',
    'notify-store',
    'sweep-store',
  ]);
  await track(addon);
  await laptop.put(addon, failed);
  await laptop.pass();
  await sink.taken('slack/store');
  expect(sink.shown('teams/drivers')).toEqual([]);
});
