import type { Observation } from '../../shared/domain/snapshot.ts';
import { newlyWatched } from '../../shared/domain/watched-product.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { dyingAt } from '../support/process-death.ts';

const [quiet, busy, busier] = keysOfProducts(3);
const found = keyOf('hardware:14461751976964156:1152921504621467601');
const moved: Observation = {
  state: 'CertificationFailed',
  errors: [{ severity: 'error', code: 'InvalidArchive', details: 'No such file' }],
  reports: [{ url: 'https://example.org/report' }],
};

/** Two submissions with news, one without, and a product with a submission that nobody knew. */
async function withNews(): Promise<Watcher> {
  const watcher = createWatcher();
  for (const key of [quiet, busy, busier]) if (key !== undefined) await watcher.track(key);
  await watcher.table.products.save(newlyWatched(found.product, watcher.clock.now()), undefined);
  watcher.partnerCenter.lists(found.product, { submissionIds: [] });
  await watcher.pass();
  watcher.clock.advance(3_600);
  for (const key of [busy, busier]) if (key !== undefined) watcher.partnerCenter.shows(key, moved);
  watcher.partnerCenter.lists(found.product, { submissionIds: [found.submissionId] });
  watcher.partnerCenter.shows(found, { state: 'signing/started' });
  return watcher;
}

/** What subscribers got in the end, when the pass was not disturbed. */
async function undisturbed() {
  const watcher = await withNews();
  await settle(watcher);
  return watcher;
}

async function settle(watcher: Watcher): Promise<void> {
  for (let pass = 0; pass < 3; pass += 1) {
    await watcher.pass();
    await watcher.relay();
    watcher.clock.advance(3_600);
  }
}

/** Number of the first call to which an undisturbed pass does not come. */
async function callsOfAPass(): Promise<number> {
  for (let at = 1; ; at += 1) {
    const watcher = await withNews();
    const death = dyingAt(watcher.dependencies, at, 'after');
    await watcher.pass({ ...death.dependencies, concurrency: 1 }).catch(() => undefined);
    if (!death.died()) return at;
  }
}

describe.each(['before', 'after'] as const)('a process that is killed right %s any call of a pass', (when) => {
  it.each([1, 4])('loses nothing and doubles nothing, with %i reads at a time', async (concurrency) => {
    const expected = await undisturbed();
    const calls = await callsOfAPass();
    expect(calls).toBeGreaterThan(30);

    for (let at = 1; at <= calls; at += 1) {
      const watcher = await withNews();
      const death = dyingAt(watcher.dependencies, at, when);
      await watcher.pass({ ...death.dependencies, concurrency }).catch(() => undefined);

      await settle(watcher);

      for (const key of [quiet, busy, busier, found]) {
        if (key === undefined) continue;
        expect({ at, ids: watcher.delivered(key) }).toEqual({ at, ids: expected.delivered(key) });
        expect({ at, ids: await watcher.recorded(key) }).toEqual({ at, ids: expected.delivered(key) });
      }
      // Sent twice at most: the one event whose removal did not come to pass.
      expect(watcher.publisher.taken.length - watcher.publisher.delivered().length).toBeLessThanOrEqual(concurrency);
    }
  });

  it('loses nothing when each of many processes in a row is killed', async () => {
    const expected = await undisturbed();
    const watcher = await withNews();
    const calls = await callsOfAPass();

    for (let at = 1; at <= calls; at += 1) {
      await watcher.pass(dyingAt(watcher.dependencies, at, when).dependencies).catch(() => undefined);
      watcher.clock.advance(60);
    }
    await settle(watcher);

    for (const key of [quiet, busy, busier, found]) {
      if (key !== undefined) expect(watcher.delivered(key)).toEqual(expected.delivered(key));
    }
  });
});

describe.each(['before', 'after'] as const)('instances that share a plan and are killed right %s any call', (when) => {
  const inSlices = { inlineLimit: 1, sliceSize: 2 };

  /** The planner, and whoever reads the slices; one of all of them is killed at its call number `at`. */
  async function share(watcher: Watcher, at: number): Promise<boolean> {
    const death = dyingAt(watcher.dependencies, at, when);
    await watcher.pass({ ...death.dependencies, ...inSlices }).catch(() => undefined);
    watcher.clock.advance(45);
    for (const slice of watcher.sliceQueue.receive()) {
      // What was killed completes nothing: the queue brings the slice again.
      const killed = await watcher.slice(slice, false, death.dependencies).then(
        () => false,
        () => true,
      );
      if (killed) await watcher.slice(slice, true);
    }
    return death.died();
  }

  it('lose nothing and double nothing', async () => {
    const expected = await undisturbed();
    let at = 0;

    for (let died = true; died; ) {
      at += 1;
      const watcher = await withNews();
      died = await share(watcher, at);
      await settle(watcher);

      for (const key of [quiet, busy, busier, found]) {
        if (key === undefined) continue;
        expect({ at, ids: watcher.delivered(key) }).toEqual({ at, ids: expected.delivered(key) });
        expect({ at, ids: await watcher.recorded(key) }).toEqual({ at, ids: expected.delivered(key) });
      }
    }

    expect(at).toBeGreaterThan(40);
  });
});

describe('a process that is killed', () => {
  const key = keyOf('addon:9NBLGGH4TNMP:1');
  const killed = () => Promise.reject(new Error('the process was killed'));

  it('after the commit leaves the event to the next sweep', async () => {
    const watcher = createWatcher();
    await watcher.track(key);

    await expect(watcher.pass({ publisher: { publish: killed } })).rejects.toThrow();

    expect(await watcher.recorded(key)).toEqual([`${key.text}/1`]);
    expect(watcher.publisher.taken).toEqual([]);
    expect(await watcher.relay()).toEqual({ published: 1, stopped: 0 });
    expect(watcher.delivered(key)).toEqual([`${key.text}/1`]);
  });

  it('after the send has the next sweep send the very same event again', async () => {
    const watcher = createWatcher();
    await watcher.track(key);

    await expect(watcher.pass({ outbox: { ...watcher.table.outbox, remove: killed } })).rejects.toThrow();
    watcher.clock.advance(600);
    await watcher.relay();

    const [first, second, ...more] = watcher.publisher.taken;
    expect(first?.id).toBe(`${key.text}/1`);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });

  it('before the commit makes the same event again at the next pass', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    const { store } = watcher.dependencies;

    await expect(watcher.pass({ store: { ...store, commit: killed } })).rejects.toThrow();
    expect(await watcher.recorded(key)).toEqual([]);
    await watcher.pass();

    expect(watcher.delivered(key)).toEqual([`${key.text}/1`]);
  });
});
