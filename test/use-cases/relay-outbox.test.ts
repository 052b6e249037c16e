import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { StorageError } from '../../shared/errors.ts';
import { relayOutbox } from '../../shared/use-cases/relay-outbox.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';

const noSignal = new AbortController().signal;

describe('a broker that is down', () => {
  it('gets everything later, in order and once', async () => {
    const watcher = createWatcher();
    const keys = keysOfProducts(10);
    for (const key of keys) await watcher.track(key, { state: 'State1' });
    watcher.publisher.refuse(() => ({ retryable: true }));
    for (let pass = 2; pass <= 6; pass += 1) {
      await watcher.pass();
      await watcher.relay();
      watcher.clock.advance(60);
      for (const key of keys) watcher.partnerCenter.shows(key, { state: `State${pass}` });
    }
    watcher.publisher.refuse(undefined);

    expect(await watcher.relay()).toEqual({ published: 50, stopped: 0 });

    for (const key of keys) {
      expect(watcher.delivered(key)).toEqual([1, 2, 3, 4, 5].map((sequence) => `${key.text}/${sequence}`));
    }
    expect(watcher.publisher.taken).toHaveLength(50);
    expect(await watcher.relay()).toEqual({ published: 0, stopped: 0 });
  });

  it('gets what waited before what is new', async () => {
    const watcher = createWatcher();
    const [key] = await withUnsent(watcher, 1);
    if (key === undefined) throw new Error('there is one');
    watcher.clock.advance(60);
    watcher.partnerCenter.shows(key, { state: 'Release' });

    const summary = await watcher.pass();

    expect(summary).toMatchObject({ events: 1, published: 2 });
    expect(watcher.delivered(key)).toEqual([`${key.text}/1`, `${key.text}/2`]);
  });

  it('is not tried at every change of a pass', async () => {
    const watcher = createWatcher();
    for (const key of keysOfProducts(20)) await watcher.track(key);
    watcher.publisher.refuse(() => ({ retryable: true }));

    const summary = await watcher.pass({ concurrency: 1 });

    expect(summary).toMatchObject({ read: 20, changed: 20, published: 0 });
    expect(watcher.publisher.tried).toHaveLength(3);
  });

  it('is given up by a sweep after three submissions', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 20);
    watcher.publisher.refuse(() => ({ retryable: true }));
    const triedBefore = watcher.publisher.tried.length;

    expect(await watcher.relay()).toEqual({ published: 0, stopped: 3 });

    expect(watcher.publisher.tried.length - triedBefore).toBe(3);
  });

  it('is not given up for failures that have a success between them', async () => {
    const watcher = createWatcher();
    const keys = await withUnsent(watcher, 12);
    const bad = new Set(keys.filter((_, index) => index % 3 !== 2).map(({ text }) => text));
    watcher.publisher.refuse((event) => (bad.has(event.subject) ? { retryable: true } : undefined));

    expect(await watcher.relay()).toEqual({ published: 4, stopped: 8 });
  });
});

describe('an event that the broker refuses', () => {
  it('for now stops the queue of its own submission only', async () => {
    const watcher = createWatcher();
    const [refused, other] = await withUnsent(watcher, 2, 3);
    if (refused === undefined || other === undefined) throw new Error('there are two');
    watcher.publisher.refuse((event) => (event.id === `${refused.text}/2` ? { retryable: true } : undefined));

    expect(await watcher.relay()).toEqual({ published: 4, stopped: 1 });

    expect(watcher.delivered(refused)).toEqual([`${refused.text}/1`]);
    expect(watcher.delivered(other)).toEqual([1, 2, 3].map((sequence) => `${other.text}/${sequence}`));
    expect(watcher.log.lines.at(-1)).toContain(`${refused.text}/2 was not sent`);
  });

  it('for good is set aside: the later ones of its submission go on, and so do all others', async () => {
    const watcher = createWatcher();
    const [refused, other] = await withUnsent(watcher, 2, 3);
    if (refused === undefined || other === undefined) throw new Error('there are two');
    const id = `${refused.text}/2`;
    watcher.publisher.refuse((event) => (event.id === id ? { retryable: false } : undefined));

    expect(await watcher.relay()).toEqual({ published: 5, stopped: 0 });

    expect(watcher.delivered(refused)).toEqual([`${refused.text}/1`, `${refused.text}/3`]);
    expect(watcher.delivered(other)).toEqual([1, 2, 3].map((sequence) => `${other.text}/${sequence}`));
    expect(watcher.log.lines.at(-1)).toBe(`error: relay: ${id} was not sent (refused); it is set aside`);
    expect(await watcher.table.setAside.list(10)).toMatchObject([
      { what: 'event', key: refused.text, reason: `${id} was not sent (refused)` },
    ]);
    const tried = watcher.publisher.tried.length;
    expect(await watcher.relay()).toEqual({ published: 0, stopped: 0 });
    expect(watcher.publisher.tried).toHaveLength(tried);
  });

  it('for good is sent, whole and under its id, once somebody asks for it again', async () => {
    const watcher = createWatcher();
    const [refused] = await withUnsent(watcher, 1, 3);
    if (refused === undefined) throw new Error('there is one');
    watcher.publisher.refuse((event) => (event.id === `${refused.text}/2` ? { retryable: false } : undefined));
    await watcher.relay();
    watcher.publisher.refuse(undefined);
    const [aside] = await watcher.table.setAside.list(10);

    expect(await watcher.table.setAside.retry(aside?.id ?? '', watcher.clock.now())).toBe('retried');

    expect(await watcher.relay()).toEqual({ published: 1, stopped: 0 });
    const { items } = await watcher.table.store.history(refused, { size: 10 });
    expect(watcher.publisher.taken.at(-1)).toEqual(items.find((event) => event.id === `${refused.text}/2`));
    expect(await watcher.table.setAside.list(10)).toEqual([]);
  });

  it('for good keeps no other submission waiting, however many there are that it cannot take', async () => {
    const watcher = createWatcher();
    const keys = await withUnsent(watcher, 12);
    const refused = new Set(keys.slice(0, 10).map(({ text }) => text));
    watcher.publisher.refuse((event) => (refused.has(event.subject) ? { retryable: false } : undefined));

    expect(await watcher.relay()).toEqual({ published: 2, stopped: 0 });
    expect(await watcher.table.setAside.list(20)).toHaveLength(10);
  });
});

describe('a sweep', () => {
  it('ends when its time is over, and removes nothing that it has not sent', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 5);
    const deadline = new AbortController();
    const { publisher } = watcher;

    const summary = await relayOutbox(
      {
        ...watcher.dependencies,
        publisher: {
          async publish(event) {
            await publisher.publish(event);
            if (publisher.taken.length === 2) deadline.abort();
          },
        },
      },
      deadline.signal,
    );

    expect(summary).toEqual({ published: 2, stopped: 0 });
    expect(await watcher.relay()).toEqual({ published: 3, stopped: 0 });
    expect(publisher.taken).toHaveLength(5);
  });

  it('does not go on with a submission whose sent event could not be removed', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 1, 3);
    const failure = new StorageError('Table Storage: removing an outbox row failed (ServerBusy)');
    const outbox = { ...watcher.table.outbox, remove: () => Promise.reject(failure) };

    await expect(relayOutbox({ ...watcher.dependencies, outbox }, noSignal)).rejects.toBe(failure);

    expect(watcher.publisher.taken).toHaveLength(1);
  });

  it('throws what is no refusal of an event', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 2);
    const failure = new TypeError('a mistake of ours');
    const publisher = { publish: () => Promise.reject(failure) };

    await expect(relayOutbox({ ...watcher.dependencies, publisher }, noSignal)).rejects.toBe(failure);
  });
});

/** Submissions with as many events each that no broker took. */
async function withUnsent(watcher: Watcher, count: number, events = 1): Promise<SubmissionKey[]> {
  const keys = keysOfProducts(count);
  watcher.publisher.refuse(() => ({ retryable: true }));
  for (const key of keys) await watcher.track(key, { state: 'State1' });
  for (let event = 1; event <= events; event += 1) {
    await watcher.pass();
    watcher.clock.advance(60);
    for (const key of keys) watcher.partnerCenter.shows(key, { state: `State${event + 1}` });
  }
  watcher.publisher.refuse(undefined);
  return keys;
}
