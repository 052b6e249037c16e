import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { StorageError } from '../../shared/errors.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const msi = keyOf(keyTexts.msi);

describe.each(['throttled', 'unauthorized'] as const)('a host whose answer is %s', (reason) => {
  it('is asked no more in this pass, and the other host is', async () => {
    const watcher = createWatcher();
    const keys = await trackInOrder(watcher, [...keysOfProducts(6), msi]);
    watcher.partnerCenter.fails(keys[2] ?? msi, reason, { status: 429, correlationId: 'correlation-1' });

    const summary = await watcher.pass({ concurrency: 1 });

    // A 401 after others were read with the same token is that submission's own.
    const failed = reason === 'unauthorized' ? 1 : 0;
    expect(summary).toMatchObject({ due: 7, read: 3, changed: 3, events: 3, published: 3, failed, left: 4 - failed });
    expect(watcher.partnerCenter.reads).toEqual([...keys.slice(0, 3), msi].map(({ text }) => `full ${text}`));
  });

  it('is said once to be left alone, however many reads were under way', async () => {
    const watcher = createWatcher();
    for (const key of await trackInOrder(watcher, keysOfProducts(8))) {
      watcher.partnerCenter.fails(key, reason, { correlationId: 'correlation-1' });
    }

    await watcher.pass({ concurrency: 8 });

    const level = reason === 'unauthorized' ? 'error' : 'warn';
    expect(watcher.log.lines).toEqual([`${level}: poll: devCenter is left alone: Scripted: ${reason} [correlation-1]`]);
  });

  it('is no failure of any submission: all stay as they were, and are due a minute later', async () => {
    const watcher = createWatcher();
    const keys = await trackInOrder(watcher, keysOfProducts(3));
    for (const key of keys) watcher.partnerCenter.fails(key, reason);
    const submissions = async () => {
      const stored = await Promise.all(keys.map((key) => watcher.table.store.load(key)));
      return stored.map((each) => ({ ...each?.submission, lastFailure: undefined, nextPollAt: undefined }));
    };
    const before = await submissions();

    await watcher.pass();

    expect(await submissions()).toEqual(before);
    for (const key of keys) watcher.partnerCenter.shows(key, { state: 'Certification' });
    watcher.clock.advance(60);
    expect(await watcher.pass()).toMatchObject({ due: 3, read: 3, left: 0 });
  });
});

describe('the end of the time for a pass', () => {
  it('leaves due what was not read, and keeps what was', async () => {
    const watcher = createWatcher();
    const keys = await trackInOrder(watcher, keysOfProducts(5));
    const deadline = new AbortController();
    watcher.partnerCenter.beforeAnswering(keys[2] ?? msi, () => deadline.abort());

    const summary = await watcher.pass({ concurrency: 1 }, deadline.signal);

    expect(summary).toMatchObject({ due: 5, read: 3, failed: 0, left: 2 });
    expect(await watcher.pass()).toMatchObject({ due: 2, read: 2 });
    await watcher.relay();
    expect(watcher.publisher.delivered()).toHaveLength(5);
  });

  it('is no failure of a submission whose answer did not come by then', async () => {
    const watcher = createWatcher();
    const [hanging = msi, ...others] = await trackInOrder(watcher, keysOfProducts(4));
    watcher.partnerCenter.hangs(hanging);
    const deadline = new AbortController();
    watcher.partnerCenter.beforeAnswering(others.at(-1) ?? msi, () => {
      setImmediate(() => deadline.abort());
    });

    const summary = await watcher.pass({ concurrency: 2 }, deadline.signal);

    expect(summary).toMatchObject({ due: 4, read: 3, changed: 3, events: 3, published: 3, failed: 0, left: 1 });
    expect((await watcher.table.store.load(hanging))?.submission.failures).toBe(0);
  });
});

describe('what goes wrong with one submission', () => {
  it('does not keep a hanging one from letting the others through', async () => {
    const watcher = createWatcher();
    const [hanging = msi, ...others] = await trackInOrder(watcher, keysOfProducts(20));
    watcher.partnerCenter.hangs(hanging);
    const deadline = new AbortController();

    const pass = watcher.pass({ concurrency: 2 }, deadline.signal);
    while (watcher.publisher.taken.length < others.length) await new Promise((resolve) => setImmediate(resolve));

    expect(watcher.publisher.delivered().map(({ subject }) => subject)).toEqual(others.map(({ text }) => text));
    deadline.abort();
    await pass;
  });

  it('is thrown at the end, when all others are done', async () => {
    const watcher = createWatcher();
    const [first = msi, spoilt = msi, last = msi] = await trackInOrder(watcher, keysOfProducts(3));
    const { store } = watcher.dependencies;
    const failure = new StorageError('Table Storage: a read failed (ServerBusy)');

    const pass = watcher.pass({
      concurrency: 1,
      store: {
        ...store,
        async *due(now) {
          for await (const due of store.due(now)) {
            yield due.key.text === spoilt.text ? { ...due, stored: () => Promise.reject(failure) } : due;
          }
        },
      },
    });

    await expect(pass).rejects.toMatchObject({ name: 'AggregateError', errors: [failure] });
    expect(watcher.publisher.delivered().map(({ subject }) => subject)).toEqual([first.text, last.text]);
    expect(watcher.log.lines).toEqual([`error: poll: ${spoilt.text}: Table Storage: a read failed (ServerBusy)`]);
  });

  it('does not lose what was unchanged when a commit fails', async () => {
    const watcher = createWatcher();
    const [same = msi, changed = msi] = await trackInOrder(watcher, keysOfProducts(2));
    await watcher.pass();
    watcher.clock.advance(60);
    watcher.partnerCenter.shows(changed, { state: 'Release' });
    const { store } = watcher.dependencies;

    const pass = watcher.pass({
      store: {
        ...store,
        commit: () => Promise.reject(new StorageError('Table Storage: a commit failed (ServerBusy)')),
      },
    });

    await expect(pass).rejects.toBeInstanceOf(AggregateError);
    expect((await watcher.table.store.load(same))?.submission.lastCheckedAt).toBe(watcher.clock.now().toISOString());
    watcher.clock.advance(60);
    await watcher.pass();
    expect(watcher.delivered(changed)).toEqual([`${changed.text}/1`, `${changed.text}/2`]);
  });

  it('is not covered up when the batch of the unchanged cannot be written', async () => {
    const watcher = createWatcher();
    await trackInOrder(watcher, keysOfProducts(2));
    await watcher.pass();
    watcher.clock.advance(60);
    const failure = new StorageError('Table Storage: a reschedule failed (ServerBusy)');
    const { store } = watcher.dependencies;

    const pass = watcher.pass({ store: { ...store, reschedule: () => Promise.reject(failure) } });

    await expect(pass).rejects.toMatchObject({ errors: [failure] });
    expect(watcher.log.lines).toContain(`error: poll: ${failure.message}`);
  });

  it('does not come to reading when what is due cannot be listed', async () => {
    const watcher = createWatcher();
    await trackInOrder(watcher, keysOfProducts(2));
    const failure = new StorageError('Table Storage: a query failed (ServerBusy)');
    const { store } = watcher.dependencies;

    const pass = watcher.pass({
      store: {
        ...store,
        async *due(now) {
          for await (const due of store.due(now)) {
            yield due;
            throw failure;
          }
        },
      },
    });

    await expect(pass).rejects.toBe(failure);
    expect(watcher.partnerCenter.reads).toEqual([]);
  });
});

/** Each due a second after the one before, so that the order of a pass is known. */
async function trackInOrder(watcher: Watcher, keys: readonly SubmissionKey[]): Promise<readonly SubmissionKey[]> {
  for (const key of keys) {
    await watcher.track(key);
    watcher.clock.advance(1);
  }
  return keys;
}
