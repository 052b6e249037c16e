import { aStep, createChannel } from '../support/a-channel.ts';
import { exampleWith } from '../support/example-events.ts';

const unavailable = { outcome: 'later', reason: 'HTTP 503' } as const;
const throttled = { outcome: 'later', reason: 'HTTP 429', retryAfterSeconds: 40 } as const;
const gone = { outcome: 'refused', what: 'channel', reason: 'HTTP 410' } as const;
const notValid = { outcome: 'refused', what: 'content', reason: 'HTTP 400' } as const;
const longAgo = new Date(0);

describe('an event', () => {
  it('is told once, however often it is received', async () => {
    const channel = createChannel();
    expect(await channel.receive(aStep(1, 2))).toBe('stored');
    expect(await channel.receive(aStep(1, 2))).toBe('known');
    expect(await channel.send()).toEqual({ posted: 1, end: 'empty' });
    expect(await channel.receive(aStep(1, 2))).toBe('known');
    expect(await channel.receive(aStep(1, 2), true)).toBe('known');
    expect(await channel.send()).toEqual({ posted: 0, end: 'empty' });
    expect(channel.taken).toEqual(['Failed: Number 1']);
  });

  it('is left out, and not recorded, where the channel is for others', async () => {
    const channel = createChannel();
    const dependencies = { ...channel.dependencies.channel, filter: { events: 'default' as const } };
    Object.assign(channel.dependencies, { channel: dependencies });
    expect(await channel.receive(exampleWith('submission.tracked', {}))).toBe('unwanted');
    expect(await channel.deliveries.pending('slack', 10)).toEqual([]);
  });

  it('shares a message with what its pass brought while the channel waited for it', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2));
    const wait = channel.dependencies.wait;
    let waits = 0;
    Object.assign(channel.dependencies, {
      async wait(ms: number, signal: AbortSignal) {
        waits += 1;
        if (waits === 1) await channel.receive(aStep(1, 3));
        await wait(ms, signal);
      },
    });
    await channel.send();
    expect(channel.posts).toHaveLength(1);
    expect(channel.log.lines.join()).toContain('addon:9NSAMPLE0ADN:1/2, addon:9NSAMPLE0ADN:1/3');
  });

  it('says when it comes again because somebody asked', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2), true);
    await channel.send();
    expect(channel.posts[0]?.notification.isReplay).toBe(true);
  });
});

describe('a burst', () => {
  it('is told in digests', async () => {
    const channel = createChannel();
    for (let submission = 1; submission <= 45; submission += 1) await channel.receive(aStep(submission, 2));
    await channel.send();
    expect(channel.taken.slice(0, 2)).toEqual(['Digest: news of 20 submissions', 'Digest: news of 20 submissions']);
    expect(channel.taken).toHaveLength(7);
    expect(await channel.deliveries.pending('slack', 100)).toEqual([]);
  });

  it('keeps the pace of the channel over several instances, and over restarts', async () => {
    const first = createChannel({ name: 'teams', sort: 'teams' });
    const second = createChannel({ ...first, name: 'teams', sort: 'teams' });
    const times: number[] = [];
    // More than 25 messages, because each submission comes when the one before has been told.
    for (let submission = 1; submission <= 60; submission += 1) {
      await first.receive(aStep(submission, 2));
      const instance = submission % 2 === 0 ? first : second;
      while ((await instance.send()).end === 'later') first.clock.advance(20);
    }
    for (const { at } of [...first.posts, ...second.posts]) times.push(Date.parse(at) / 1000);
    expect(times).toHaveLength(60);
    for (const time of times) expect(times.filter((each) => each > time - 300 && each <= time).length).toBeLessThan(25);
  });
});

describe('one instance posts at a time', () => {
  it('and the others leave it to it', async () => {
    const first = createChannel();
    const second = createChannel(first);
    await first.receive(aStep(1, 2));
    let meanwhile: Promise<unknown> = Promise.resolve();
    first.answer(() => {
      meanwhile = second.receive(aStep(2, 2)).then(() => second.send());
      return { outcome: 'posted' };
    });
    expect(await first.send()).toEqual({ posted: 2, end: 'empty' });
    expect(await meanwhile).toEqual({ posted: 0, end: 'busy' });
    expect(second.posts).toEqual([]);
  });

  it('and tells what comes at the very moment when it is done', async () => {
    const first = createChannel();
    const second = createChannel(first);
    await first.receive(aStep(1, 2));
    const { pending } = first.deliveries;
    let looks = 0;
    Object.assign(first.deliveries, {
      async pending(name: string, count: number) {
        const found = await pending(name, count);
        looks += 1;
        // After the look that finds nothing more, and before the lease is given back.
        if (found.length === 0 && looks > 1 && second.log.lines.length === 0) {
          second.log.info('received');
          await second.receive(aStep(2, 2));
          expect(await second.send()).toEqual({ posted: 0, end: 'busy' });
        }
        return found;
      },
    });
    await first.send();
    expect(first.taken).toEqual(['Failed: Number 1', 'Failed: Number 2']);
  });

  it('and stops where another has taken over', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2));
    Object.assign(channel.dependencies, {
      async wait() {
        channel.clock.advance(300);
        await channel.deliveries.lease('slack', channel.clock.now());
      },
    });
    expect(await channel.send()).toEqual({ posted: 0, end: 'busy' });
    expect(channel.posts).toEqual([]);
  });

  it('also where a machine that slept comes back: the post that was not recorded in time is doubled, and no other', async () => {
    const first = createChannel();
    const second = createChannel(first);
    await first.receive(aStep(1, 2));
    await first.receive(aStep(2, 2));
    first.answer(() => {
      // As long as a machine may sleep.
      first.clock.advance(300);
      return { outcome: 'posted' };
    });
    const { told } = first.deliveries;
    Object.assign(first.deliveries, {
      async told(...given: Parameters<typeof told>) {
        Object.assign(first.deliveries, { told });
        expect((await second.send()).posted).toBe(2);
        await told(...given);
      },
    });
    expect(await first.send()).toEqual({ posted: 1, end: 'empty' });
    // The one double that there may be: the post was made, and not recorded in time.
    expect([...first.taken, ...second.taken].sort()).toEqual([
      'Failed: Number 1',
      'Failed: Number 1',
      'Failed: Number 2',
    ]);
  });
});

describe('a channel that is not well', () => {
  it('is left alone as long as it asks, and then told everything, in order', async () => {
    const channel = createChannel();
    for (const submission of [1, 2]) await channel.receive(aStep(submission, 2));
    channel.answer(throttled);
    expect(await channel.send()).toEqual({ posted: 0, end: 'later' });
    channel.clock.advance(20);
    expect((await channel.send()).end).toBe('later');
    expect(channel.posts).toHaveLength(1);
    channel.clock.advance(20);
    await channel.send();
    expect(channel.taken).toEqual(['Failed: Number 1', 'Failed: Number 2']);
  });

  it('waits out a short Retry-After in place', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2));
    channel.answer({ ...throttled, retryAfterSeconds: 3 });
    expect(await channel.send()).toEqual({ posted: 1, end: 'empty' });
  });

  it('is left to the sweep when it asks to be asked again and again', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2));
    channel.answer(...Array.from({ length: 5 }, () => ({ ...throttled, retryAfterSeconds: 1 })));
    expect(await channel.send()).toEqual({ posted: 0, end: 'later' });
    expect(channel.posts).toHaveLength(3);
    channel.clock.advance(60);
    expect(await channel.send()).toEqual({ posted: 1, end: 'empty' });
  });

  it('is asked more and more rarely, and what came meanwhile is one message for a submission', async () => {
    const channel = createChannel();
    channel.answer(...Array.from({ length: 20 }, () => unavailable));
    for (let minute = 0; minute < 120; minute += 1) {
      if (minute % 12 === 0) await channel.receive(aStep(1, 2 + minute));
      channel.clock.advance(60);
      await channel.send();
    }
    expect(channel.posts.length).toBeLessThan(20);
    channel.answer();
    channel.clock.advance(900);
    for (let tries = 0; tries < 20 && channel.taken.length === 0; tries += 1) {
      await channel.send();
      channel.clock.advance(900);
    }
    expect(channel.taken).toEqual(['Failed: Number 1']);
    expect(channel.posts.at(-1)?.notification.sections.at(-1)).toMatchObject({ heading: 'Before that (9)', more: 1 });
    expect(await channel.deliveries.failures('slack', longAgo, 10)).toEqual([]);
  });

  it('delays no other', async () => {
    const slack = createChannel();
    const teams = createChannel({ ...slack, name: 'teams', sort: 'teams' });
    slack.answer(unavailable, unavailable, unavailable);
    await slack.receive(aStep(1, 2));
    await teams.receive(aStep(1, 2));
    await Promise.all([slack.send(), teams.send()]);
    expect(teams.taken).toEqual(['Failed: Number 1']);
  });

  it('does not keep for itself what it never takes: after seven days it is a failure that can be seen', async () => {
    const channel = createChannel();
    channel.answer(...Array.from({ length: 100 }, () => unavailable));
    await channel.receive(aStep(1, 2));
    for (let hour = 0; hour <= 7 * 24 + 1; hour += 12) {
      await channel.send();
      channel.clock.advance(12 * 3_600);
    }
    await channel.send();
    expect(await channel.deliveries.failures('slack', longAgo, 10)).toMatchObject([
      { eventId: 'addon:9NSAMPLE0ADN:1/2', reason: 'the channel did not take it for seven days' },
    ]);
    expect(await channel.deliveries.pending('slack', 10)).toEqual([]);
  });

  it('is not held up by one message that always fails', async () => {
    const channel = createChannel();
    const post = channel.dependencies.notifier.post;
    Object.assign(channel.dependencies.notifier, {
      post: (notification: Parameters<typeof post>[0]) =>
        JSON.stringify(notification).includes('Number 3') ? Promise.resolve(unavailable) : post(notification),
    });
    for (let submission = 1; submission <= 8; submission += 1) await channel.receive(aStep(submission, 2));
    for (let minute = 0; minute < 30; minute += 1) {
      await channel.send();
      channel.clock.advance(60);
    }
    expect((await channel.deliveries.pending('slack', 10)).map(({ eventId }) => eventId)).toEqual([
      'addon:9NSAMPLE0ADN:3/2',
    ]);
  });
});

describe('what a channel refuses for good', () => {
  it('is recorded with its reason, and not tried ten times', async () => {
    const channel = createChannel();
    channel.answer(gone, gone);
    await channel.receive(aStep(1, 2));
    await channel.receive(aStep(2, 2));
    for (let tries = 0; tries < 10; tries += 1) {
      await channel.send();
      channel.clock.advance(60);
    }
    expect(channel.posts).toHaveLength(2);
    expect(await channel.deliveries.failures('slack', longAgo, 10)).toMatchObject([
      { eventId: 'addon:9NSAMPLE0ADN:1/2', reason: 'HTTP 410' },
      { eventId: 'addon:9NSAMPLE0ADN:2/2', reason: 'HTTP 410' },
    ]);
    expect(channel.log.lines.filter((line) => line.startsWith('error'))).toHaveLength(2);
  });

  it('is told again when it is replayed', async () => {
    const channel = createChannel();
    channel.answer(gone);
    await channel.receive(aStep(1, 2));
    await channel.send();
    expect(await channel.receive(aStep(1, 2))).toBe('known');
    expect(await channel.receive(aStep(1, 2), true)).toBe('stored');
    channel.clock.advance(60);
    await channel.send();
    expect(channel.taken).toEqual(['Failed: Number 1']);
    expect(await channel.deliveries.failures('slack', longAgo, 10)).toEqual([]);
  });

  it('for its content comes once more, alone and in short', async () => {
    const channel = createChannel();
    for (let submission = 1; submission <= 6; submission += 1) await channel.receive(aStep(submission, 2));
    channel.answer(notValid, { outcome: 'posted' }, notValid);
    await channel.send();
    expect(channel.posts).toHaveLength(7);
    expect(channel.posts[0]?.notification.word).toBe('Digest');
    expect(channel.posts.slice(1).every(({ notification }) => notification.facts.length === 0)).toBe(true);
    expect(channel.taken).toHaveLength(5);
    expect(await channel.deliveries.failures('slack', longAgo, 10)).toMatchObject([{ reason: 'HTTP 400' }]);
  });
});

describe('the death of the process', () => {
  const died = () => {
    throw new Error('the process dies');
  };

  it('before the post loses nothing and doubles nothing', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2));
    const { keep } = channel.deliveries;
    Object.assign(channel.deliveries, { keep: died });
    await expect(channel.send()).rejects.toThrow('dies');
    Object.assign(channel.deliveries, { keep });
    channel.clock.advance(61);
    await channel.send();
    expect(channel.taken).toEqual(['Failed: Number 1']);
  });

  it('between post and record tells it once more, which is the only double', async () => {
    const channel = createChannel();
    await channel.receive(aStep(1, 2));
    await channel.receive(aStep(2, 2));
    const { told, release } = channel.deliveries;
    // Whoever is dead gives no lease back either.
    Object.assign(channel.deliveries, { told: died, release: died });
    await expect(channel.send()).rejects.toThrow('dies');
    Object.assign(channel.deliveries, { told, release });
    expect(await channel.send()).toEqual({ posted: 0, end: 'busy' });
    channel.clock.advance(61);
    await channel.send();
    expect(channel.taken).toEqual(['Failed: Number 1', 'Failed: Number 1', 'Failed: Number 2']);
  });

  it('in the middle of a long drain leaves the rest to the sweep', async () => {
    const channel = createChannel();
    for (let submission = 1; submission <= 3; submission += 1) await channel.receive(aStep(submission, 2));
    const stopping = new AbortController();
    channel.answer(() => {
      stopping.abort();
      return { outcome: 'posted' };
    });
    expect(await channel.send(stopping.signal)).toEqual({ posted: 1, end: 'later' });
    expect(await channel.send()).toEqual({ posted: 2, end: 'empty' });
  });
});

it('sets aside an event that cannot be read back, and tells the others', async () => {
  const channel = createChannel();
  await channel.receive(aStep(1, 2));
  await channel.receive(aStep(2, 2));
  const { pending } = channel.deliveries;
  Object.assign(channel.deliveries, {
    async pending(name: string, count: number) {
      const found = await pending(name, count);
      return found.map(({ received, ...rest }) => (rest.eventId.includes(':1/') ? rest : { ...rest, received }));
    },
  });
  await channel.send();
  expect(channel.taken).toEqual(['Failed: Number 2']);
  expect(await channel.deliveries.failures('slack', longAgo, 10)).toMatchObject([
    { reason: 'the stored event cannot be read back' },
  ]);
});
