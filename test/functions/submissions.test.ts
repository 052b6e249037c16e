import type { Services } from '../../functions/services.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { trackSubmissionsFunction } from '../../functions/track-submissions.ts';
import { untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import type { SubmissionStore } from '../../shared/ports/submission-store.ts';
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

describe('POST submissions', () => {
  const trackMany = (services: Services, keys: unknown) =>
    callFunction(trackSubmissionsFunction(services), 'submissions', {}, { keys });

  it('answers for each key by itself, in the order given', async () => {
    const { services, watcher } = createFakeServices();
    const [known = key, fresh = key] = keysOfProducts(2);
    await watcher.track(known);

    const answer = await trackMany(services, [fresh.text, 'gadget:1:2', known.text.toLowerCase()]);

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      value: [
        { key: fresh.text, status: 201 },
        { key: 'gadget:1:2', status: 400, code: 'invalid-key' },
        { key: known.text, status: 200 },
      ],
    });
    expect((await watcher.table.store.load(fresh))?.submission.tracked).toBe(true);
  });

  it('tracks a key that is given twice once', async () => {
    const { services } = createFakeServices();

    const answer = await trackMany(services, [text, text.toUpperCase().replace('FLIGHT', 'flight'), text]);

    expect(answer.body).toEqual({ value: Array.from({ length: 3 }, () => ({ key: text, status: 201 })) });
  });

  it('says of a key that another writer holds that it can be repeated', async () => {
    const { services, watcher } = createFakeServices();
    const store: SubmissionStore = { ...watcher.table.store, commit: async () => 'conflict' };

    const answer = await trackMany({ ...services, store: async () => store }, [text]);

    expect(answer.body).toEqual({ value: [{ key: text, status: 409, code: 'concurrent-change' }] });
  });

  it('tracks the others where what is stored of one cannot be read', async () => {
    const { services, watcher } = createFakeServices();
    const [spoilt = key, fresh = key] = keysOfProducts(2);
    await watcher.track(spoilt);
    watcher.table.spoil(spoilt.text);

    const answer = await trackMany(services, [spoilt.text, fresh.text]);

    expect(answer.body).toEqual({
      value: [
        { key: spoilt.text, status: 409, code: 'unreadable-row' },
        { key: fresh.text, status: 201 },
      ],
    });
  });

  it('takes a hundred keys', async () => {
    const { services } = createFakeServices();

    const answer = await trackMany(
      services,
      keysOfProducts(100).map((one) => one.text),
    );

    expect((answer.body as { value: { status: number }[] }).value.map(({ status }) => status)).toEqual(
      Array.from({ length: 100 }, () => 201),
    );
  });

  it.each([
    [undefined, 'keys: '],
    [[], 'keys: must name a key'],
    [Array.from({ length: 101 }, () => text), 'keys: must be at most 100'],
    ['addon:9NBLGGH4TNMP:1', 'keys: '],
    [[1], 'keys.0: '],
    [['x'.repeat(201)], 'keys.0: is too long for a key'],
  ])('answers 400 to the keys %j', async (keys, detail) => {
    const { services } = createFakeServices();

    const answer = await trackMany(services, keys);

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-body', detail: expect.stringMatching(`^${detail}`) },
    });
  });
});
