import { checkChannels } from '../../shared/use-cases/check-channels.ts';
import { aStep, createChannel } from '../support/a-channel.ts';
import { exampleWith } from '../support/example-events.ts';

it('finds nothing wrong with channels that tell what they are given', async () => {
  const channel = createChannel();
  await channel.receive(aStep(1, 2));
  const oldestPending = channel.clock.now().toISOString();
  channel.clock.advance(60);
  expect(await checkChannels(channel.dependencies, ['slack', 'teams'])).toEqual([
    { channel: 'slack', isLate: false, oldestPending, isRefusing: false, failures: [] },
    { channel: 'teams', isLate: false, isRefusing: false, failures: [] },
  ]);
});

it('names a channel where something waits too long, and what it gave up in the last day', async () => {
  const channel = createChannel();
  await channel.receive(aStep(1, 2));
  channel.answer({ outcome: 'refused', what: 'channel', reason: 'HTTP 410' });
  await channel.send();
  await channel.receive(aStep(2, 2));
  channel.clock.advance(16 * 60);
  const [found] = await checkChannels(channel.dependencies, ['slack']);
  expect(found).toMatchObject({ isLate: true, isRefusing: true, failures: [{ channel: 'slack', reason: 'HTTP 410' }] });
  channel.clock.advance(24 * 3_600);
  expect((await checkChannels(channel.dependencies, ['slack']))[0]?.failures).toEqual([]);
});

it('is well again once the channel is, though what the watcher said of itself cannot be replayed', async () => {
  const gone = { outcome: 'refused', what: 'channel', reason: 'HTTP 410' } as const;
  const degraded = exampleWith('watcher.degraded', {}, { id: 'watcher/1', subject: 'watcher' });
  const channel = createChannel();
  const isRefusing = async () => (await checkChannels(channel.dependencies, ['slack']))[0]?.isRefusing;
  const send = async () => {
    await channel.send();
    channel.clock.advance(60);
  };

  channel.answer(gone);
  await channel.receive(degraded);
  await send();
  expect(await isRefusing()).toBe(true);

  channel.answer(gone);
  await channel.receive(aStep(1, 2));
  await send();
  // Mended: what comes next is taken. The step is still lost to the channel.
  await channel.receive(aStep(2, 2));
  await send();
  expect(channel.taken).toEqual(['Failed: Number 2']);
  expect(await isRefusing()).toBe(true);

  await channel.receive(aStep(1, 2), true);
  await send();
  expect(await isRefusing()).toBe(false);
  const [health] = await checkChannels(channel.dependencies, ['slack']);
  expect(health?.failures).toMatchObject([{ eventId: 'watcher/1' }]);
});
