import type { HttpFunctionOptions } from '@azure/functions';
import { discardSetAsideFunction } from '../../functions/discard-set-aside.ts';
import { getStatusFunction } from '../../functions/get-status.ts';
import { getSubmissionFunction } from '../../functions/get-submission.ts';
import { listSetAsideFunction } from '../../functions/list-set-aside.ts';
import { retrySetAsideFunction } from '../../functions/retry-set-aside.ts';
import { runPollFunction } from '../../functions/run-poll.ts';
import type { Services } from '../../functions/services.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';
import { callFunction, invocationId } from '../support/call-function.ts';
import { exampleEvent } from '../support/example-events.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keysOfProducts } from '../support/key-of.ts';

const [key, other] = keysOfProducts(2) as [SubmissionKey, SubmissionKey];

describe('POST poll', () => {
  it('makes a pass now, records it, and answers what it did', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);

    const answer = await callFunction(runPollFunction(services), 'poll');

    const summary = aPassSummary({ due: 1, read: 1, changed: 1, events: 1, published: 1, requests: 1 });
    expect(answer).toMatchObject({ status: 200, body: summary });
    expect(answer.logged).toEqual([`information: poll: ${JSON.stringify({ pass: invocationId, ms: 0, ...summary })}`]);
    expect((await watcher.table.passLog.last())?.summary).toEqual(summary);
    expect(await callFunction(runPollFunction(services), 'poll')).toMatchObject({ body: { due: 0, read: 0 } });
  });

  it('stays within the budget that the timer has', async () => {
    const { services, watcher } = createFakeServices();
    for (const one of keysOfProducts(9)) await watcher.track(one);
    const budget = { devCenter: 5, store: 5 };
    const poll = async () => ({ ...watcher.dependencies, budget });

    const answers = await Promise.all(
      [1, 2, 3].map(() => callFunction(runPollFunction({ ...services, poll }), 'poll')),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(watcher.partnerCenter.reads).toHaveLength(5);
  });
});

describe('GET status', () => {
  it('tells health with all that is behind it', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);
    await watcher.track(other);
    watcher.table.spoil(other.text);
    watcher.publisher.refuse(() => ({ retryable: true }));
    await callFunction(runPollFunction(services), 'poll');
    watcher.clock.advance(601);

    const answer = await callFunction(getStatusFunction(services), 'status');

    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        reasons: ['pass-overdue', 'outbox-stuck', 'set-aside'],
        message: 'the last pass is too long ago; events wait in the outbox; something was set aside and needs a person',
        lastPass: { summary: { due: 2, read: 1, events: 1, published: 0 } },
        oldestUnsent: '2026-03-02T08:00:00.000Z',
        budgets: [{ host: 'devCenter', perMinute: 20, tokens: 20 }],
        setAside: [{ what: 'submission', key: other.text }],
      },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('tells what a channel refused, and what it did not take yet', async () => {
    const { services, watcher } = createFakeServices();
    await callFunction(runPollFunction(services), 'poll');
    const receivedAt = watcher.clock.now().toISOString();
    const received = exampleEvent('submission.state-changed');
    const [refused, late] = ['a/1', 'a/2'].map((eventId) => ({
      eventId,
      received,
      receivedAt,
      attempts: 0,
      isRefused: false,
      isReplay: false,
    }));
    if (refused === undefined || late === undefined) throw new Error('there are two');
    const { deliveries } = watcher.table;
    for (const delivery of [refused, late]) await deliveries.receive('teams', delivery);
    await deliveries.failed('teams', [refused], 'HTTP 404', watcher.clock.now());
    watcher.clock.advance(16 * 60);
    await callFunction(runPollFunction(services), 'poll');

    const answer = await callFunction(getStatusFunction(services), 'status');

    expect(answer.body).toMatchObject({
      reasons: ['channel-late', 'channel-refusing'],
      channels: [
        {
          channel: 'teams',
          isLate: true,
          oldestPending: receivedAt,
          failures: [{ eventId: 'a/1', reason: 'HTTP 404', at: receivedAt }],
        },
        { channel: 'slack', isLate: false, failures: [] },
      ],
    });
  });

  it('says that all is well when it is', async () => {
    const { services } = createFakeServices();
    await callFunction(runPollFunction(services), 'poll');

    const answer = await callFunction(getStatusFunction(services), 'status');

    expect(answer.body).toMatchObject({ status: 'healthy', message: 'All is well', reasons: [], setAside: [] });
  });
});

describe('what was set aside', () => {
  async function withSetAside() {
    const made = createFakeServices();
    const { watcher } = made;
    for (const one of [key, other]) await watcher.track(one);
    watcher.table.spoil(other.text);
    watcher.publisher.refuse(() => ({ retryable: false }));
    await watcher.pass();
    watcher.publisher.refuse(undefined);
    return made;
  }

  async function listed({ services }: Awaited<ReturnType<typeof withSetAside>>) {
    const answer = await callFunction(listSetAsideFunction(services), 'set-aside');
    expect(answer.status).toBe(200);
    return (answer.body as { value: { id: string; what: string; key: string }[] }).value;
  }

  it('is listed', async () => {
    const made = await withSetAside();

    const value = await listed(made);

    expect(value.map(({ what, key: text }) => [what, text]).sort()).toEqual([
      ['event', key.text],
      ['submission', other.text],
    ]);
  });

  it('is put back by its id, once', async () => {
    const made = await withSetAside();
    const { services, watcher } = made;

    for (const { id } of await listed(made)) {
      const retry = () => callFunction(retrySetAsideFunction(services), 'set-aside/retry', {}, { id });
      expect(await retry()).toMatchObject({ status: 200, body: { id, retried: true } });
      expect(await retry()).toMatchObject({ status: 404, body: { code: 'not-set-aside' } });
    }

    expect(await listed(made)).toEqual([]);
    await watcher.pass();
    await watcher.relay();
    for (const one of [key, other]) expect(watcher.delivered(one)).toEqual([`${one.text}/1`]);
  });

  it('is given up by its id, once', async () => {
    const made = await withSetAside();
    const { services, watcher } = made;

    for (const { id } of await listed(made)) {
      const discard = () => callFunction(discardSetAsideFunction(services), 'set-aside/discard', {}, { id });
      expect(await discard()).toMatchObject({ status: 200, body: { id, discarded: true } });
      expect(await discard()).toMatchObject({ status: 404, body: { code: 'not-set-aside' } });
    }

    expect(await listed(made)).toEqual([]);
    await watcher.relay();
    expect(watcher.publisher.taken).toEqual([]);
    expect(await watcher.recorded(key)).toEqual([`${key.text}/1`]);
  });

  it('can be asked for like any other once it is given up', async () => {
    const made = await withSetAside();
    const { services } = made;
    const { text } = other;
    const ask = (create: (made: Services) => HttpFunctionOptions) =>
      callFunction(create(services), `submissions/${text}`, { key: text });
    for (const create of [getSubmissionFunction, trackSubmissionFunction, untrackSubmissionFunction]) {
      expect(await ask(create)).toMatchObject({ status: 409, body: { code: 'unreadable-row' } });
    }

    for (const { id } of await listed(made)) {
      await callFunction(discardSetAsideFunction(services), 'set-aside/discard', {}, { id });
    }

    expect(await ask(getSubmissionFunction)).toMatchObject({ status: 404, body: { code: 'not-tracked' } });
    expect(await ask(trackSubmissionFunction)).toMatchObject({ status: 201, body: { key: text } });
    expect(await ask(getSubmissionFunction)).toMatchObject({ status: 200, body: { key: text } });
    expect(await ask(untrackSubmissionFunction)).toMatchObject({ status: 204 });
  });

  it.each([undefined, '', {}, { id: '' }, { id: 1 }, { id: 'x'.repeat(2_000) }, { id: 'x', more: true }, '[', '"x"'])(
    'is not found by the body %j',
    async (body) => {
      const { services } = createFakeServices();

      for (const create of [retrySetAsideFunction, discardSetAsideFunction]) {
        const answer = await callFunction(create(services), 'set-aside', {}, body);
        expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
      }
    },
  );
});
