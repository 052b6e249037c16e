import { getSubmissionFunction } from '../../functions/get-submission.ts';
import { listSubmissionsFunction } from '../../functions/list-submissions.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import type { SubmissionStore } from '../../shared/ports.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const text = keyTexts.flight;
const key = keyOf(text);

describe('PUT submissions/{key}', () => {
  it('answers 201 with the submission, and 200 when it was tracked already', async () => {
    const { services } = createFakeServices();
    const track = trackSubmissionFunction(services);

    const first = await callFunction(track, `submissions/${text}`, { key: text });
    const second = await callFunction(track, `submissions/${text}`, { key: text });

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(first.body).toEqual({
      key: text,
      kind: 'flight',
      productKey: key.product.text,
      productId: key.product.productId,
      flightId: key.product.flightId,
      submissionId: key.submissionId,
      trackedAt: '2026-03-02T08:00:00.000Z',
      nextPollAt: '2026-03-02T08:00:00.000Z',
      sequence: 0,
      failures: 0,
      portalUrl: `https://partner.microsoft.com/dashboard/products/${key.product.productId}/submissions/${key.submissionId}`,
    });
    expect(second.body).toEqual(first.body);
  });

  it('answers with the canonical key, however it was written', async () => {
    const { services } = createFakeServices();
    const track = trackSubmissionFunction(services);

    const answer = await callFunction(track, 'submissions/x', { key: 'addon:9nblggh4tnmp:11' });

    expect(answer).toMatchObject({ status: 201, body: { key: 'addon:9NBLGGH4TNMP:11' } });
  });

  it('answers 409 when two track it at once', async () => {
    const { services } = createFakeServices();
    const track = trackSubmissionFunction(services);

    const answers = await Promise.all([1, 2].map(() => callFunction(track, `submissions/${text}`, { key: text })));

    expect(answers.map(({ status }) => status)).toEqual([201, 409]);
    expect(answers[1]?.headers['content-type']).toBe('application/problem+json');
    expect(answers[1]?.body).toMatchObject({ status: 409, code: 'concurrent-change' });
  });
});

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
      'cache-control': 'no-store',
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

describe('DELETE submissions/{key}', () => {
  it('answers 204 without a body, and 404 the second time', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);
    const untrack = untrackSubmissionFunction(services);

    const first = await callFunction(untrack, `submissions/${text}`, { key: text });
    const second = await callFunction(untrack, `submissions/${text}`, { key: text });

    expect(first).toMatchObject({ status: 204, text: '' });
    expect(second).toMatchObject({ status: 404, body: { code: 'not-tracked' } });
  });

  it('answers 409 when the submission changed meanwhile', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);
    const { store } = watcher.table;
    const racing: SubmissionStore = { ...store, commit: async () => 'conflict' };

    const answer = await callFunction(
      untrackSubmissionFunction({ ...services, store: async () => racing }),
      `submissions/${text}`,
      { key: text },
    );

    expect(answer).toMatchObject({ status: 409, body: { code: 'concurrent-change' } });
  });
});

describe('GET submissions', () => {
  it('answers with an empty list at first', async () => {
    const { services } = createFakeServices();

    const answer = await callFunction(listSubmissionsFunction(services), 'submissions');

    expect(answer).toMatchObject({ status: 200, body: { value: [] } });
    expect(answer.body).not.toHaveProperty('nextLink');
  });

  it('links page to page until all are given', async () => {
    const { services, watcher } = createFakeServices();
    const keys = keysOfProducts(7);
    for (const one of keys) await watcher.track(one);
    const list = listSubmissionsFunction(services);
    const pages: string[][] = [];

    for (let link: string | undefined = '/api/submissions?limit=3'; link !== undefined; ) {
      const answer = await callFunction(list, link);
      const body = answer.body as { value: { key: string }[]; nextLink?: string };
      pages.push(body.value.map((item) => item.key));
      link = body.nextLink;
    }

    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(keys.map((one) => one.text));
  });

  it('gives a hundred where nothing is said of the limit', async () => {
    const { services, watcher } = createFakeServices();
    for (const one of keysOfProducts(101)) await watcher.track(one);

    const answer = await callFunction(listSubmissionsFunction(services), 'submissions');

    expect((answer.body as { value: unknown[] }).value).toHaveLength(100);
    expect(answer.body).toHaveProperty('nextLink', '/api/submissions?limit=100&after=addon:9NBLGGH41099:1');
  });

  it.each(['0', '501', '-1', '1.5', '1e2', 'ten', ' ', '', '99999999999'])('answers 400 to limit=%s', async (limit) => {
    const { services } = createFakeServices();

    const path = `submissions?limit=${encodeURIComponent(limit)}`;
    const answer = await callFunction(listSubmissionsFunction(services), path);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid-parameter', detail: 'limit is a whole number from 1 to 500' });
  });

  it.each(['', 'nonsense', `addon:9NBLGGH4TNMP:1' or true`])('answers 400 to after=%s', async (after) => {
    const { services } = createFakeServices();

    const path = `submissions?after=${encodeURIComponent(after)}`;
    const answer = await callFunction(listSubmissionsFunction(services), path);

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameter' } });
  });
});
