import { getSubmissionFunction } from '../../functions/get-submission.ts';
import type { Services } from '../../functions/services.ts';
import { untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const text = keyTexts.flight;
const key = keyOf(text);

describe('GET submissions/{key}', () => {
  it('answers with what is known', async () => {
    const { services, watcher } = createFakeServices();
    const report = { url: 'https://example.org/report' };
    await watcher.track(key, {
      state: 'CertificationFailed',
      name: 'Contoso',
      publishMode: 'Manual',
      reports: [report],
    });
    await watcher.pass();

    const answer = await callFunction(getSubmissionFunction(services), `submissions/${text}`, { key: text });

    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
    });
    expect(answer.body).toMatchObject({
      key: text,
      name: 'Contoso',
      state: 'CertificationFailed',
      outcome: 'failed',
      publishMode: 'Manual',
      reports: [report],
      issues: [],
      sequence: 1,
      lastCheckedAt: '2026-03-02T08:00:00.000Z',
    });
    expect(answer.body).not.toHaveProperty('snapshot');
    expect(answer.body).not.toHaveProperty('tracked');
  });

  it.each(['never tracked', 'untracked'])('answers 404 for a submission that was %s', async (case_) => {
    const { services, watcher } = createFakeServices();
    if (case_ === 'untracked') {
      await watcher.track(key);
      await callFunction(untrackSubmissionFunction(services), `submissions/${text}`, { key: text });
    }

    const answer = await callFunction(getSubmissionFunction(services), `submissions/${text}`, { key: text });

    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'This submission is not tracked',
      status: 404,
      code: 'not-tracked',
    });
  });
});

describe('GET submissions/{key} with a tag', () => {
  async function answerTo(services: Services, known?: string) {
    const headers = known === undefined ? {} : { 'if-none-match': known };
    return callFunction(getSubmissionFunction(services), `submissions/${text}`, { key: text }, undefined, headers);
  }

  it('answers 304 without a body while nothing was stored, and 200 after', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);
    await watcher.pass();
    const first = await answerTo(services);
    const tag = first.headers['etag'] ?? '';
    watcher.clock.advance(30);

    const unchanged = await answerTo(services, tag);
    await watcher.track(key, { state: 'Release' });
    watcher.clock.advance(60);
    await watcher.pass();
    const changed = await answerTo(services, tag);

    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(unchanged).toMatchObject({ status: 304, text: '', headers: { etag: tag } });
    expect(changed).toMatchObject({ status: 200, body: { state: 'Release' } });
    expect(changed.headers['etag']).not.toBe(tag);
  });

  it('knows its tag among others, strong or weak, and a star', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);
    const tag = (await answerTo(services)).headers['etag'] ?? '';

    for (const known of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
      expect((await answerTo(services, known)).status).toBe(304);
    }
    for (const other of ['', '"other"', tag.slice(0, -2), `x${tag}`]) {
      expect((await answerTo(services, other)).status).toBe(200);
    }
  });
});

describe('GET submissions/{key} in time', () => {
  it('tells how long it was in each state, and in the present one up to now', async () => {
    const { services, watcher } = createFakeServices();
    for (const [state, seconds] of [
      ['CommitStarted', 100],
      ['Certification', 60],
      ['Release', 30],
    ] as const) {
      await watcher.track(key, { state });
      await watcher.pass();
      watcher.clock.advance(seconds);
    }

    const answer = await callFunction(getSubmissionFunction(services), `submissions/${text}`, { key: text });

    const [zero, one, two] = ['08:00:00', '08:01:40', '08:02:40'].map((time) => `2026-03-02T${time}.000Z`);
    expect(answer.body).toMatchObject({
      secondsInState: 30,
      durations: [
        { state: 'CommitStarted', outcome: 'inProgress', since: zero, until: one, seconds: 100 },
        { state: 'Certification', outcome: 'inProgress', since: one, until: two, seconds: 60 },
        { state: 'Release', outcome: 'inProgress', since: two, seconds: 30 },
      ],
    });
    expect(answer.body).not.toHaveProperty('expected');
  });

  it('has no states before the first read', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);

    const answer = await callFunction(getSubmissionFunction(services), `submissions/${text}`, { key: text });

    expect(answer.body).toMatchObject({ durations: [] });
    expect(answer.body).not.toHaveProperty('secondsInState');
  });

  it('says how long it may still take, once enough others have come through', async () => {
    const { services, watcher } = createFakeServices();
    const others = keysOfProducts(5);
    const flights = others.map((_, index) => keyOf(`${key.product.text}:${100 + index}`));
    for (const state of ['Certification', 'Published']) {
      for (const one of flights) await watcher.track(one, { state });
      await watcher.pass();
      watcher.clock.advance(10_000);
    }
    await watcher.track(key, { state: 'Certification' });
    await watcher.pass();
    watcher.clock.advance(4_000);

    const answer = await callFunction(getSubmissionFunction(services), `submissions/${text}`, { key: text });

    const { expected } = answer.body as {
      expected: { remainingSeconds: number; typicalSeconds: number; basedOn: number };
    };
    expect(expected.basedOn).toBe(5);
    expect(Math.abs(expected.typicalSeconds - 10_000)).toBeLessThan(200);
    expect(expected.remainingSeconds).toBe(expected.typicalSeconds - 4_000);
  });
});
