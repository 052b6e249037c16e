import { checkChannels } from '../../shared/use-cases/check-channels.ts';
import { aStep, createChannel } from '../support/a-channel.ts';

it('finds nothing wrong with channels that tell what they are given', async () => {
  const channel = createChannel();
  await channel.receive(aStep(1, 2));
  const oldestPending = channel.clock.now().toISOString();
  channel.clock.advance(60);
  expect(await checkChannels(channel.dependencies, ['slack', 'teams'])).toEqual([
    { channel: 'slack', isLate: false, oldestPending, failures: [] },
    { channel: 'teams', isLate: false, failures: [] },
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
  expect(found).toMatchObject({ isLate: true, failures: [{ channel: 'slack', reason: 'HTTP 410' }] });
  channel.clock.advance(24 * 3_600);
  expect((await checkChannels(channel.dependencies, ['slack']))[0]?.failures).toEqual([]);
});
