import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const msi = keyOf(keyTexts.msi);

it.each([
  ['hours', 8 * 3_600, {}],
  ['a month', 30 * 86_400, {}],
  ['hours, by slices', 8 * 3_600, { inlineLimit: 1, sliceSize: 2 }],
])('a clock that ran ahead by %s for a pass blinds nobody once it is right again', async (_, seconds, changes) => {
  const watcher = createWatcher();
  const keys = [...keysOfProducts(4), msi];
  const tight = { ...changes, budget: { devCenter: 4, store: 4 } };
  for (const key of keys) await watcher.track(key);
  let seen = 0;
  const pass = async () => {
    await watcher.pass(tight);
    for (const slice of watcher.sliceQueue.taken.slice(seen)) await watcher.slice(slice, false, tight);
    seen = watcher.sliceQueue.taken.length;
  };
  await pass();
  watcher.clock.advance(seconds);
  await pass();
  watcher.clock.advance(-seconds);

  for (const key of keys) watcher.partnerCenter.shows(key, { state: 'Release' });
  watcher.clock.advance(60);
  await pass();

  const moved = watcher.publisher.delivered().filter(({ type }) => type.includes('state-changed'));
  expect(moved.map(({ subject }) => subject).sort()).toEqual(keys.map(({ text }) => text).sort());
});
