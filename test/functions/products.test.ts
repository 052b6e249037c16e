import { getProductFunction } from '../../functions/get-product.ts';
import { listProductsFunction } from '../../functions/list-products.ts';
import { listSubmissionsFunction } from '../../functions/list-submissions.ts';
import { unwatchProductFunction } from '../../functions/unwatch-product.ts';
import { watchProductFunction } from '../../functions/watch-product.ts';
import { newlyWatched } from '../../shared/domain/watched-product.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf, keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';

const submission = keyOf('hardware:14461751976964156:1152921504621467600');
const { product } = submission;
const params = { key: product.text };

describe('PUT and DELETE products/{key}', () => {
  it('answer 201, 200, 204 and 404 in turn', async () => {
    const { services } = createFakeServices();
    const [watch, unwatch] = [watchProductFunction(services), unwatchProductFunction(services)];

    const first = await callFunction(watch, `products/${product.text}`, params);
    const again = await callFunction(watch, `products/${product.text}`, params);
    const ended = await callFunction(unwatch, `products/${product.text}`, params);
    const gone = await callFunction(unwatch, `products/${product.text}`, params);

    expect([first.status, again.status, ended.status, gone.status]).toEqual([201, 200, 204, 404]);
    expect(first.body).toEqual({
      key: product.text,
      kind: 'hardware',
      productId: '14461751976964156',
      watchedAt: '2026-03-02T08:00:00.000Z',
      nextPollAt: '2026-03-02T08:00:00.000Z',
      failures: 0,
    });
    expect(ended.text).toBe('');
    expect(gone.body).toMatchObject({ code: 'not-watched' });
  });

  it('answer 409 when the product changed at the same time', async () => {
    const { services, watcher } = createFakeServices();
    const { products } = watcher.table;
    const racing = { ...services, products: async () => ({ ...products, save: async () => 'conflict' as const }) };

    const watched = await callFunction(watchProductFunction(racing), `products/${product.text}`, params);
    await products.save(newlyWatched(product, watcher.clock.now()), undefined);
    const unwatched = await callFunction(unwatchProductFunction(racing), `products/${product.text}`, params);

    expect([watched.status, unwatched.status]).toEqual([409, 409]);
    expect(watched.body).toMatchObject({ code: 'concurrent-change' });
  });
});

describe('GET products/{key}', () => {
  it('answers with the product and its tracked submissions', async () => {
    const { services, watcher } = createFakeServices();
    await callFunction(watchProductFunction(services), `products/${product.text}`, params);
    watcher.partnerCenter.lists(product, { name: 'Contoso Adapter', submissionIds: [submission.submissionId] });
    watcher.partnerCenter.shows(submission, { state: 'signing/started' });
    await watcher.pass();
    await watcher.pass();

    const answer = await callFunction(getProductFunction(services), `products/${product.text}`, params);

    expect(answer).toMatchObject({
      status: 200,
      body: {
        key: product.text,
        name: 'Contoso Adapter',
        submissions: [{ key: submission.text, outcome: 'inProgress' }],
      },
    });
    expect(answer.body).not.toHaveProperty('watched');
  });

  it('has the newest hundred of many submissions, and a link to all', async () => {
    const { services, watcher } = createFakeServices();
    await callFunction(watchProductFunction(services), `products/${product.text}`, params);
    for (const key of keysOfOneProduct(101)) await watcher.track(key);

    const answer = await callFunction(getProductFunction(services), `products/${product.text}`, params);

    const body = answer.body as { submissions: unknown[]; submissionsLink: string };
    expect(body.submissions).toHaveLength(100);
    expect(body.submissionsLink).toBe('/api/submissions?product=hardware%3A14461751976964156');
    const all = await callFunction(listSubmissionsFunction(services), `${body.submissionsLink}&limit=200`);
    expect((all.body as { value: unknown[] }).value).toHaveLength(101);
  });

  it('answers 404 for a product that is not watched', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(submission);

    const answer = await callFunction(getProductFunction(services), `products/${product.text}`, params);

    expect(answer).toMatchObject({ status: 404, body: { code: 'not-watched' } });
  });
});

describe('GET products', () => {
  it('links page to page until all are given', async () => {
    const { services, watcher } = createFakeServices();
    const keys = keysOfProducts(5).map((key) => key.product);
    for (const key of keys) await watcher.table.products.save(newlyWatched(key, watcher.clock.now()), undefined);
    const listed: string[] = [];

    for (let link: string | undefined = '/api/products?limit=2'; link !== undefined; ) {
      const answer = await callFunction(listProductsFunction(services), link);
      const body = answer.body as { value: { key: string }[]; nextLink?: string };
      listed.push(...body.value.map((item) => item.key));
      link = body.nextLink;
    }

    expect(listed).toEqual(keys.map((key) => key.text));
  });

  it.each(['limit=0', 'limit=201', 'after=addon:9NBLGGH41000'])('answers 400 to %s', async (query) => {
    const { services } = createFakeServices();

    const answer = await callFunction(listProductsFunction(services), `products?${query}`);

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameter' } });
  });
});
