import { listProductsFunction } from '../../functions/list-products.ts';
import { listSubmissionsFunction } from '../../functions/list-submissions.ts';
import { kinds } from '../../shared/domain/submission-key.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const text = keyTexts.flight;
const key = keyOf(text);

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
