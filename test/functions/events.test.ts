import { replayEventsFunction } from '../../functions/replay-events.ts';
import { sendTestEventFunction } from '../../functions/send-test-event.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices, type FakeServices } from '../support/fake-services.ts';
import { keysOfProducts } from '../support/key-of.ts';

const [key, other] = keysOfProducts(2) as [SubmissionKey, SubmissionKey];

function replay({ services }: FakeServices, body: unknown) {
  return callFunction(replayEventsFunction(services), 'events/replay', {}, body);
}

/** Two submissions, each seen in three states at 08:00, 08:01 and 08:02; now it is 08:03. */
async function withEvents(): Promise<FakeServices> {
  const made = createFakeServices();
  const { watcher } = made;
  for (const one of [key, other]) await watcher.track(one, { state: 'State1' });
  for (const state of ['State2', 'State3', 'State4']) {
    await watcher.pass();
    watcher.clock.advance(60);
    for (const one of [key, other]) watcher.partnerCenter.shows(one, { state });
  }
  return made;
}

function replayedIds({ watcher }: FakeServices): string[] {
  return watcher.publisher.replayed.map(({ event }) => event.id);
}

describe('POST events/replay', () => {
  it('publishes the events of a submission again, under one replay id', async () => {
    const made = await withEvents();

    const answer = await replay(made, { key: key.text });

    expect(answer).toMatchObject({ status: 200, body: { replayId: 'random-1', published: 3, cut: false } });
    expect(replayedIds(made)).toEqual([1, 2, 3].map((sequence) => `${key.text}/${sequence}`));
    expect(new Set(made.watcher.publisher.replayed.map(({ replayId }) => replayId))).toEqual(new Set(['random-1']));
  });

  it('takes a key as people write it', async () => {
    const made = await withEvents();

    expect(await replay(made, { key: key.text.toLowerCase() })).toMatchObject({ body: { published: 3 } });
  });

  it.each([
    [{ since: '2026-03-02T08:01:00Z' }, 4],
    [{ since: '2026-03-02T08:01:00.001Z' }, 2],
    [{ since: '2026-03-02T08:00:00Z', until: '2026-03-02T08:02:00Z' }, 4],
    [{ since: '2026-03-02T08:00:00Z', until: '2026-03-02T08:02:00.001Z' }, 6],
    [{ since: '2027-01-01T00:00:00Z' }, 0],
    [{ since: '0001-01-01T00:00:00Z' }, 6],
    [{ key: key.text, since: '2026-03-02T08:01:00Z', until: '2026-03-02T08:02:00Z' }, 1],
    [{ key: key.text, until: '2026-03-02T08:02:00Z' }, 2],
  ])('publishes of %j as many as %i', async (body, published) => {
    const made = await withEvents();

    expect(await replay(made, body)).toMatchObject({ status: 200, body: { published, cut: false } });

    expect(replayedIds(made)).toHaveLength(published);
  });

  it.each([
    [undefined, 'invalid-body'],
    [{}, 'invalid-body'],
    [{ until: '2026-03-02T08:02:00Z' }, 'invalid-body'],
    [{ since: 'yesterday' }, 'invalid-body'],
    [{ since: '2026-03-02' }, 'invalid-body'],
    [{ since: '2026-03-02T08:00:00Z', from: 'x' }, 'invalid-body'],
    ['{"since":', 'invalid-body'],
    [[], 'invalid-body'],
    [{ key: 'gadget:1:2' }, 'invalid-key'],
    [{ key: '' }, 'invalid-key'],
  ])('refuses the body %j as %s', async (body, code) => {
    const { services } = createFakeServices({ store: () => Promise.reject(new Error('the store is not asked')) });

    const answer = await callFunction(replayEventsFunction(services), 'events/replay', {}, body);

    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(answer.text.length).toBeLessThan(500);
  });

  it('answers 413 to a body that is too large', async () => {
    const { services } = createFakeServices({ store: () => Promise.reject(new Error('the store is not asked')) });

    const answer = await callFunction(replayEventsFunction(services), 'events/replay', {}, { key: 'x'.repeat(70_000) });

    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  it('answers 503 when the broker does not take an event', async () => {
    const made = await withEvents();
    made.watcher.publisher.refuse(() => ({ retryable: true }));

    const answer = await replay(made, { key: key.text });

    expect(answer).toMatchObject({ status: 503, body: { code: 'broker-unavailable' } });
    expect(answer.logged).toEqual([]);
  });
});

describe('POST events/test', () => {
  it('publishes an event that says nothing, and answers it', async () => {
    const { services, watcher } = createFakeServices();

    const answer = await callFunction(sendTestEventFunction(services), 'events/test');

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: 'watcher-test/random-1',
      type: 'submissionwatch.watcher.test.v1',
      time: '2026-03-02T08:00:00.000Z',
      data: { severity: 'info' },
    });
    expect(watcher.publisher.watcherEvents).toEqual([answer.body]);
  });

  it('is another event each time, of the severity asked for', async () => {
    const { services, watcher } = createFakeServices();

    for (const severity of ['error', 'error', 'success']) {
      await callFunction(sendTestEventFunction(services), 'events/test', {}, { severity });
    }

    expect(watcher.publisher.watcherEvents.map(({ data }) => data.severity)).toEqual(['error', 'error', 'success']);
    expect(new Set(watcher.publisher.watcherEvents.map(({ id }) => id)).size).toBe(3);
  });

  it.each([{ severity: 'loud' }, { severity: null }, { more: 1 }, '{', 'x'])('refuses the body %j', async (body) => {
    const { services, watcher } = createFakeServices();

    const answer = await callFunction(sendTestEventFunction(services), 'events/test', {}, body);

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
    expect(watcher.publisher.tried).toEqual([]);
  });

  it('answers 503 when the broker does not take it, so that nobody waits for it', async () => {
    const { services, watcher } = createFakeServices();
    watcher.publisher.refuse(() => ({ retryable: true }));

    const answer = await callFunction(sendTestEventFunction(services), 'events/test');

    expect(answer).toMatchObject({ status: 503, body: { code: 'broker-unavailable' } });
  });
});
