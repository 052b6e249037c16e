import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, type Operator } from '../support/operator.ts';
import { startWatchedSink, type WatchedSink } from '../support/watched-sink.ts';

/** The runbooks of docs/operate.md for channels: what is seen is brought about, and what is to be done about it ends it. */
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const failed = 'Failed: Maps';

let laptop: Laptop;
let operator: Operator;
let sink: WatchedSink;

beforeEach(async () => {
  sink = await startWatchedSink();
  laptop = await startLaptop();
  operator = asOperator(laptop);
});
afterEach(async () => {
  await laptop.stop();
  await sink.stop();
});
afterAll(stopHosts);

/** Channels whose webhooks have these names, and a submission that is about to fail. */
async function start(teams: string, slack?: string): Promise<void> {
  await operator.startHost(webhooks(teams, slack));
  await operator.track(addon);
  await laptop.pass();
}

function webhooks(teams: string, slack?: string): Record<string, string> {
  return {
    TEAMS_WEBHOOK_URL: sink.teamsUrl(teams),
    ...(slack === undefined ? {} : { SLACK_WEBHOOK_URL: sink.slackUrl(slack) }),
  };
}

async function fail(): Promise<void> {
  await laptop.put(addon, { friendlyName: 'Maps', status: 'CertificationFailed' });
  await laptop.pass();
}

it('channel-late, HTTP 503: it comes by itself', async () => {
  await start('teams');
  await sink.answer({ to: 'teams', answer: { status: 503, retryAfter: '1800' } });
  await fail();
  await sink.posted(({ status }) => status === 503);
  await laptop.later(16);
  await laptop.pass();
  await operator.seesDegraded('channel-late');
  expect(await operator.status()).toMatchObject({ channels: [{ channel: 'teams', oldestPending: expect.anything() }] });
  expect(laptop.host().lines).toContainEqual(expect.stringMatching(/\[(notify|sweep)-teams\].*HTTP 503/));

  await sink.answer(undefined);
  await laptop.later(16);
  await laptop.pass();
  expect(sink.titles('teams/teams')).toContain(failed);
  await operator.seesRecovered();
});

it('channel-refusing, HTTP 404 and 401: new webhooks, a restart and a replay tell what was given up', async () => {
  await start('gone', 'closed');
  const since = new Date().toISOString();
  await sink.answer({ to: 'teams/gone', answer: { status: 404 } });
  await sink.answer({ to: 'slack/closed', answer: { status: 401 } });
  await fail();
  await Promise.all(['teams/gone', 'slack/closed'].map((channel) => sink.posted(({ to }) => to === channel)));
  // The news of it is refused as well; by then neither has to be waited for.
  await laptop.later(1);
  await operator.seesDegraded('channel-refusing');
  const failures = (reason: string) =>
    expect.arrayContaining([expect.objectContaining({ eventId: `${addon}/2`, reason })]);
  expect(await operator.status()).toMatchObject({
    channels: [
      { channel: 'teams', failures: failures('HTTP 404') },
      { channel: 'slack', failures: failures('HTTP 401') },
    ],
  });

  await laptop.later(1);
  await operator.restartHost(webhooks('new', 'open'));
  expect(await laptop.api('POST', 'events/replay', { since })).toMatchObject({ body: { published: 1, cut: false } });
  await Promise.all([sink.taken('teams/new'), sink.taken('slack/open')]);
  await laptop.pass();
  await operator.seesRecovered();
  for (const channel of ['teams/new', 'slack/open']) expect(sink.titles(channel).join()).toContain(failed);
});

it('channel-refusing after a week of HTTP 503: what was given up is told by a replay', async () => {
  await start('teams');
  const since = new Date().toISOString();
  await sink.answer({ to: 'teams', answer: { status: 503, retryAfter: '1800' } });
  await fail();
  await sink.posted(({ status }) => status === 503);
  await laptop.later(7 * 24 * 60 + 1);
  await laptop.run('sweep-teams');
  // The first pass finds all that was due meanwhile late.
  await laptop.pass();
  await laptop.pass();
  await operator.seesDegraded('channel-refusing');
  expect(await operator.status()).toMatchObject({
    channels: [{ failures: [{ eventId: `${addon}/2`, reason: expect.stringContaining('seven days') }] }],
  });

  await sink.answer(undefined);
  await laptop.later(31);
  expect(await laptop.api('POST', 'events/replay', { since })).toMatchObject({ body: { published: 1 } });
  await laptop.host().logged(`teams: stored ${addon}/2`, 2);
  await laptop.pass();
  await laptop.pass();
  expect(sink.titles('teams/teams').join()).toContain(failed);
  await operator.seesRecovered();
});

it('the webhook URL is not there: the doctor says so, and what waited is told once it is', async () => {
  const unresolved = '@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/teams)';
  await operator.startHost({ TEAMS_WEBHOOK_URL: unresolved });
  expect(await operator.diagnosis()).toMatchObject({ 'webhook of teams': expect.stringMatching(/Key Vault/) });
  expect((await laptop.api('POST', 'events/test', {})).status).toBe(200);
  await laptop.host().logged('the webhook URL is not there');

  await operator.restartHost(webhooks('teams'));
  await laptop.later(2);
  await laptop.run('sweep-teams');
  expect(sink.shown('teams/teams')).toHaveLength(1);
});

it('the host of the webhook is refused: the app does not start, and says so', async () => {
  await expect(operator.startHost({ TEAMS_WEBHOOK_URL: 'https://hooks.example/x' })).rejects.toThrow(/WEBHOOK_HOSTS/);
});
