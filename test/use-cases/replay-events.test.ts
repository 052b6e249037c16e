import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { DeliveryError } from '../../shared/errors.ts';
import { longestReplay, replayRange, replaySubmission } from '../../shared/use-cases/replay-events.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';

const always = { since: '1970-01-01T00:00:00.000Z', until: '9999-12-31T00:00:00.000Z' };
const [key, other] = keysOfProducts(2) as [SubmissionKey, SubmissionKey];

describe('a replay of a submission', () => {
  it('publishes what was published, under the same ids and marked, oldest first', async () => {
    const watcher = await withStates(5, key, other);
    const before = watcher.publisher.delivered().filter(({ subject }) => subject === key.text);

    expect(await replaySubmission(ports(watcher), key, always, 'again')).toEqual({ published: 5, cut: false });

    const { replayed } = watcher.publisher;
    expect(replayed.map(({ event }) => event)).toEqual(before);
    expect(new Set(replayed.map(({ replayId }) => replayId))).toEqual(new Set(['again']));
    expect(watcher.publisher.taken).toHaveLength(10);
  });

  it('changes nothing of what is stored', async () => {
    const watcher = await withStates(3, key);
    const before = [await watcher.table.store.load(key), await watcher.table.store.history(key, { size: 10 })];

    await replaySubmission(ports(watcher), key, always, 'again');

    expect([await watcher.table.store.load(key), await watcher.table.store.history(key, { size: 10 })]).toEqual(before);
    expect(await watcher.relay()).toEqual({ published: 0, stopped: 0 });
  });

  it('of a range has its first millisecond and not its last', async () => {
    const watcher = await withStates(5, key);
    const times = watcher.publisher.delivered().map(({ time }) => time);
    const [, second = '', , fourth = ''] = times;

    await replaySubmission(ports(watcher), key, { since: second, until: fourth }, 'again');

    expect(watcher.publisher.replayed.map(({ event }) => event.time)).toEqual([times[1], times[2]]);
  });

  it('cuts to what fits a message what does not, as the first time', async () => {
    const watcher = createWatcher();
    const errors = Array.from({ length: 500 }, (_, index) => ({
      severity: 'error' as const,
      code: `Error${index}`,
      details: 'x'.repeat(900),
    }));
    await watcher.track(key, { state: 'CertificationFailed', errors });
    await watcher.pass();

    await replaySubmission(ports(watcher), key, always, 'again');

    expect(watcher.publisher.replayed.map(({ event }) => event)).toEqual(watcher.publisher.delivered());
  });

  it('of a long history goes through all its pages, and ends at the limit with the oldest of them', async () => {
    const watcher = await withStates(longestReplay + 50, key);

    const replayed = await replaySubmission(ports(watcher), key, always, 'again');

    expect(replayed).toEqual({ published: longestReplay, cut: true, next: expect.any(String) });
    const sequences = watcher.publisher.replayed.map(({ event }) => Number(event.sequence));
    expect(sequences).toEqual(Array.from({ length: longestReplay }, (_, index) => index + 1));
    const { next: since = '' } = replayed;
    expect(await replaySubmission(ports(watcher), key, { ...always, since }, 'more')).toEqual({
      published: 50,
      cut: false,
    });
  });

  it('reads no page of the history that is older than the range', async () => {
    const watcher = await withStates(350, key);
    let pages = 0;
    const { store } = watcher.table;
    const since = new Date(watcher.clock.now().getTime() - 10 * 60_000).toISOString();
    const counting = {
      ...store,
      history: (...given: Parameters<typeof store.history>) => {
        pages += 1;
        return store.history(...given);
      },
    };

    const replayed = await replaySubmission({ ...ports(watcher), store: counting }, key, { ...always, since }, 'again');

    expect(replayed.published).toBe(10);
    expect(pages).toBe(1);
  });

  it('of one that was never seen publishes nothing', async () => {
    expect(await replaySubmission(ports(createWatcher()), key, always, 'again')).toEqual({ published: 0, cut: false });
  });

  it('ends at the first event that the broker does not take', async () => {
    const watcher = await withStates(5, key);
    watcher.publisher.refuse((event) => (event.id === `${key.text}/3` ? { retryable: true } : undefined));

    await expect(replaySubmission(ports(watcher), key, always, 'again')).rejects.toBeInstanceOf(DeliveryError);

    expect(watcher.publisher.replayed).toHaveLength(2);
  });
});

describe('a replay of a time', () => {
  it('publishes the events of all submissions, oldest first', async () => {
    const watcher = await withStates(4, key, other);
    const before = watcher.publisher.delivered();

    expect(await replayRange(ports(watcher), always, 'again')).toEqual({ published: 8, cut: false });

    expect(watcher.publisher.replayed.map(({ event }) => event)).toEqual(before);
  });

  it('has its first millisecond and not its last', async () => {
    const watcher = await withStates(5, key, other);
    const times = [...new Set(watcher.publisher.delivered().map(({ time }) => time))];
    const [, since = '', , until = ''] = times;

    expect(await replayRange(ports(watcher), { since, until }, 'again')).toEqual({ published: 4, cut: false });

    const replayed = watcher.publisher.replayed.map(({ event }) => event.time);
    expect(new Set(replayed)).toEqual(new Set([times[1], times[2]]));
  });

  it('says when there was more than one replay sends, and since when the rest is to be asked for', async () => {
    const watcher = await withStates(longestReplay / 2 + 1, key, other);

    const { next: since = '', ...replayed } = await replayRange(ports(watcher), always, 'again');
    expect(replayed).toEqual({ published: longestReplay, cut: true });

    expect(await replayRange(ports(watcher), { ...always, since }, 'more')).toEqual({ published: 2, cut: false });
    const ids = new Set(watcher.publisher.replayed.map(({ event }) => event.id));
    expect(ids.size).toBe(longestReplay + 2);
  });
});

/** Submissions that were seen in so many states, a minute from each to the next. */
async function withStates(count: number, ...keys: readonly SubmissionKey[]): Promise<Watcher> {
  const watcher = createWatcher();
  for (const one of keys) await watcher.track(one, { state: 'State1' });
  for (let state = 2; state <= count + 1; state += 1) {
    await watcher.pass({ concurrency: 1 });
    watcher.clock.advance(60);
    for (const one of keys) watcher.partnerCenter.shows(one, { state: `State${state}` });
  }
  return watcher;
}

function ports({ table, publisher }: Watcher) {
  return { store: table.store, publisher };
}
