import { stopHosts } from '../local/functions-host-process.ts';
import { type DeadLetters, openDeadLetters } from '../support/dead-letters.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, type Operator } from '../support/operator.ts';
import { startWatchedSink, type WatchedSink } from '../support/watched-sink.ts';

/** "Dead letters" of docs/operate.md: made for real, looked at, and dealt with in each of the ways that it names. */
const addons = [...'456'].map((end) => `addon:9NSAMPLE0ADN:115292150568937815${end}`);
const [addon = ''] = addons;
const teams = { subscription: 'teams' };
const slices = { queue: 'poll-slices' };

let laptop: Laptop;
let operator: Operator;
let sink: WatchedSink;
let letters: DeadLetters;

beforeEach(async () => {
  sink = await startWatchedSink();
  laptop = await startLaptop();
  operator = asOperator(laptop);
  letters = openDeadLetters(laptop.serviceBus().connectionString);
});
afterEach(async () => {
  await laptop.stop();
  await sink.stop();
});
afterAll(stopHosts);

const withTeams = () => ({ TEAMS_WEBHOOK_URL: sink.teamsUrl('teams') });

/** Its failure has come to every subscription that wants it. */
async function failed(): Promise<void> {
  await operator.startHost();
  await operator.track(addon);
  await laptop.pass();
  await laptop.put(addon, { friendlyName: 'Maps', status: 'CertificationFailed' });
  await laptop.pass();
}

describe('of a subscriber that fails each time', () => {
  const failures = { subscription: 'failures' };

  beforeEach(async () => {
    await failed();
    await letters.failEachTime(failures);
    await operator.idsReceived();
    expect(await letters.peek(failures)).toMatchObject([
      { messageId: `${addon}/2`, deadLetterReason: 'MaxDeliveryCountExceeded' },
    ]);
  });

  it('resubmitted with its message id within a day, is dropped; with another one it comes to all', async () => {
    const [letter] = await letters.peek(failures);
    if (letter === undefined) throw new Error('There is one');
    await letters.resubmit(letter, `${addon}/2`);
    expect(await laptop.receive('failures')).toEqual([]);

    await letters.resubmit(letter, 'again');
    for (const subscription of ['failures', 'console'])
      expect((await laptop.receive(subscription)).map(({ body }) => body)).toEqual([letter.body]);
  });

  it('a replay brings it back, and the dead letters are purged', async () => {
    const [letter] = await letters.peek(failures);
    await laptop.api('POST', 'events/replay', { key: addon });
    expect((await laptop.receive('failures')).map(({ body }) => body)).toEqual([letter?.body]);
    await letters.purge(failures);
    expect(await letters.peek(failures)).toEqual([]);
  });
});

describe('of a channel', () => {
  it('an event is told once, however it comes', async () => {
    await failed();
    await letters.failEachTime(teams);
    const [letter] = await letters.peek(teams);
    if (letter === undefined) throw new Error('There is one');
    await operator.restartHost(withTeams());

    await letters.resubmit(letter, 'again');
    await sink.taken('teams/teams');
    await letters.resubmit(letter, 'and again');
    await laptop.api('POST', 'events/replay', { key: addon });
    await laptop.host().logged('teams: known', 2);
    await laptop.pass();
    expect(sink.titles('teams/teams')).toEqual(['Failed: Maps']);
  });

  it('what is no CloudEvent ends there, delays no other, and comes there again when it is resubmitted', async () => {
    await operator.startHost(withTeams());
    const stranger = { body: { hello: 'you' }, subject: 'submissionwatch.watcher.stranger' };
    for (const times of [1, 2]) {
      await letters.send(stranger);
      await laptop.host().logged('a message that is no CloudEvent', times * 10);
    }
    expect((await laptop.api('POST', 'events/test', {})).status).toBe(200);
    await sink.taken('teams/teams');
    expect(await letters.peek(teams)).toMatchObject([
      { body: stranger.body, deadLetterReason: 'MaxDeliveryCountExceeded' },
      { body: stranger.body },
    ]);
  });
});

describe('of the slice queue', () => {
  it('what is no slice is dropped, and said in the log', async () => {
    await operator.startHost();
    await letters.send({ body: { hello: 'you' } }, slices.queue);
    await laptop.host().logged('a message that is no slice');
    await laptop.pass();
    expect(await letters.peek(slices)).toEqual([]);
  });

  it('a slice that failed five times is worth nothing: what it did not read stayed due', async () => {
    // Time enough for five deliveries, also on a busy machine: a slice that is over is not run any more.
    await operator.startHost({ INLINE_LIMIT: '1', SLICE_SPREAD_SECONDS: '3600' });
    await operator.track(...addons);
    laptop.tables.refuse(({ body }) => body.includes('outbox|'), 403);
    await laptop.pass();
    await laptop.host().logged('of 3 reads failed', 5);
    laptop.tables.refuse(() => false);
    expect(laptop.host().lines.filter((line) => line.includes('of 3 reads failed'))).toHaveLength(5);

    await operator.restartHost();
    await laptop.later(2);
    await laptop.pass();
    expect([...(await operator.idsReceived())].sort()).toEqual(addons.map((key) => `${key}/1`));
    expect(await letters.peek(slices)).toMatchObject([{ deadLetterReason: 'MaxDeliveryCountExceeded' }]);
    await letters.purge(slices);
    expect(await letters.peek(slices)).toEqual([]);
  });
});
