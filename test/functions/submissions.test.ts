import { getSubmissionFunction } from '../../functions/get-submission.ts';
import { listProductsFunction } from '../../functions/list-products.ts';
import { listSubmissionsFunction } from '../../functions/list-submissions.ts';
import type { Services } from '../../functions/services.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { trackSubmissionsFunction } from '../../functions/track-submissions.ts';
import { untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import { kinds } from '../../shared/domain/submission-key.ts';
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

describe('GET submissions', () => {
  it('answers with an empty list at first', async () => {
    const { services } = createFakeServices();

    const answer = await callFunction(listSubmissionsFunction(services), 'submissions');

    expect(answer).toMatchObject({ status: 200, body: { value: [] } });
    expect(answer.body).not.toHaveProperty('nextLink');
    expect(answer.headers).not.toHaveProperty('link');
  });

  it.each(['sort=key', 'sort=lastChanged', 'kind=addon', 'text=9nblggh'])(
    'links page to page until all are given, with %s',
    async (query) => {
      const { services, watcher } = createFakeServices();
      const keys = keysOfProducts(7);
      for (const one of keys) await watcher.track(one);
      const list = listSubmissionsFunction(services);
      const pages: string[][] = [];

      for (let link: string | undefined = `/api/submissions?limit=3&${query}`; link !== undefined; ) {
        const answer = await callFunction(list, link);
        const body = answer.body as { value: { key: string }[]; nextLink?: string };
        pages.push(body.value.map((item) => item.key));
        link = body.nextLink;
        if (link !== undefined) {
          expect(answer.headers['link']).toBe(`<${link}>; rel="next"`);
          expect(link).toMatch(/^\/api\/submissions\?.*limit=3.*&token=[\w-]+$/);
          expect(link).toContain(query);
        }
      }

      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      expect(pages.flat()).toEqual(keys.map((one) => one.text));
    },
  );

  it('keeps the key of the request out of its links', async () => {
    const { services, watcher } = createFakeServices();
    for (const one of keysOfProducts(2)) await watcher.track(one);

    const answer = await callFunction(listSubmissionsFunction(services), 'submissions?limit=1&code=not-for-links');

    expect(answer.body).toHaveProperty('nextLink');
    expect(`${answer.text} ${answer.headers['link']}`).not.toContain('not-for-links');
  });

  it('gives fifty where nothing is said of the limit', async () => {
    const { services, watcher } = createFakeServices();
    for (const one of keysOfProducts(51)) await watcher.track(one);

    const answer = await callFunction(listSubmissionsFunction(services), 'submissions');

    expect((answer.body as { value: unknown[] }).value).toHaveLength(50);
    expect(answer.body).toHaveProperty('nextLink');
  });

  it('passes on kind, outcome, product and text, given by comma or by repetition', async () => {
    const { services, watcher } = createFakeServices();
    const keys = Object.values(keyTexts).map(keyOf);
    for (const one of keys) await watcher.track(one, { state: 'Certification', name: `Contoso ${one.product.kind}` });
    await watcher.pass();
    const list = async (query: string) => {
      const answer = await callFunction(listSubmissionsFunction(services), `submissions?sort=key&${query}`);
      return (answer.body as { value: { kind: string }[] }).value.map(({ kind }) => kind);
    };

    expect(await list('kind=addon,app')).toEqual(['addon', 'app']);
    expect(await list('kind=addon&kind=app')).toEqual(['addon', 'app']);
    expect(await list('kind=addon,%20app,addon')).toEqual(['addon', 'app']);
    expect(await list('outcome=inProgress')).toEqual(['addon', 'app', 'flight']);
    expect(await list('outcome=unknown,failed')).toEqual(['hardware', 'msi']);
    expect(await list('text=contoso%20FLIGHT')).toEqual(['flight']);
    expect(await list(`product=${keyOf(keyTexts.app).product.text.toLowerCase()}`)).toEqual(['app']);
  });

  it('says how long the present state has lasted', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(90);

    const answer = await callFunction(listSubmissionsFunction(services), 'submissions');

    expect(answer.body).toMatchObject({ value: [{ stateSince: '2026-03-02T08:00:00.000Z', secondsInState: 90 }] });
  });

  it.each(['0', '201', '-1', '1.5', '1e2', '0x10', 'ten', ' ', '', '99999999999'])(
    'answers 400 to limit=%s',
    async (limit) => {
      const { services } = createFakeServices();

      const path = `submissions?limit=${encodeURIComponent(limit)}`;
      const answer = await callFunction(listSubmissionsFunction(services), path);

      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        code: 'invalid-parameter',
        detail: 'limit: must be a whole number from 1 to 200',
      });
    },
  );

  it.each([
    ['kind=gadget', `kind.0: must be one or more of ${kinds.join(', ')}, separated by commas`],
    ['kind=', 'kind.0: must be one or more of'],
    [`kind=${'app,gadget'.repeat(40)}`, 'kind'],
    ['outcome=done', 'outcome.0: must be one or more of draft'],
    ['product=gadget:1', 'product: must be a product key'],
    ['product=app:9NSAMPLE0APP&product=app:9NSAMPLE0APP', 'product: must be given once'],
    [`text=${'x'.repeat(101)}`, 'text: must be at most 100 characters'],
    ['sort=name', 'sort: must be lastChanged or key'],
  ])('answers 400 to %s', async (query, detail) => {
    const { services } = createFakeServices();

    const answer = await callFunction(listSubmissionsFunction(services), `submissions?${query}`);

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter', detail: expect.stringContaining(detail) },
    });
  });

  it('answers 400 to a token of another filter, another list, or none', async () => {
    const { services, watcher } = createFakeServices();
    for (const one of keysOfProducts(3)) await watcher.track(one);
    const list = listSubmissionsFunction(services);
    const first = await callFunction(list, 'submissions?limit=1&kind=addon');
    const { nextLink = '' } = first.body as { nextLink?: string };
    const token = new URL(nextLink, 'https://x.example').searchParams.get('token') ?? '';
    const made = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

    expect((await callFunction(list, `submissions?limit=2&kind=addon&token=${token}`)).status).toBe(200);
    for (const query of [
      `token=${token}`,
      `kind=app&token=${token}`,
      `kind=addon&sort=key&token=${token}`,
      `kind=addon&token=${token.slice(1)}`,
      'kind=addon&token=',
      'kind=addon&token=%00',
      `kind=addon&token=${made({})}`,
      `kind=addon&token=${made(['x', 'y'])}`,
      `kind=addon&token=${made([JSON.parse(Buffer.from(token, 'base64url').toString())[0], "' or 1 eq 1"])}`,
    ]) {
      expect(await callFunction(list, `submissions?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid-token' },
      });
    }
    const elsewhere = await callFunction(listProductsFunction(services), `products?token=${token}`);
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'invalid-token' } });
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
