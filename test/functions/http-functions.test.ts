import type { HttpFunctionOptions } from '@azure/functions';
import { getProductFunction } from '../../functions/get-product.ts';
import { getSubmissionFunction } from '../../functions/get-submission.ts';
import { healthFunction } from '../../functions/health.ts';
import { listHistoryFunction } from '../../functions/list-history.ts';
import { listProductsFunction } from '../../functions/list-products.ts';
import { listSubmissionsFunction } from '../../functions/list-submissions.ts';
import type { Services } from '../../functions/services.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import { unwatchProductFunction } from '../../functions/unwatch-product.ts';
import { watchProductFunction } from '../../functions/watch-product.ts';
import { StorageError } from '../../shared/errors.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction, invocationId } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf } from '../support/key-of.ts';

type Create = (services: Services) => HttpFunctionOptions;

const onSubmission: readonly (readonly [string, Create])[] = [
  ['PUT submissions/{key}', trackSubmissionFunction],
  ['GET submissions/{key}', getSubmissionFunction],
  ['DELETE submissions/{key}', untrackSubmissionFunction],
  ['GET submissions/{key}/history', listHistoryFunction],
];
const onProduct: readonly (readonly [string, Create])[] = [
  ['PUT products/{key}', watchProductFunction],
  ['GET products/{key}', getProductFunction],
  ['DELETE products/{key}', unwatchProductFunction],
];
const lists: readonly (readonly [string, Create])[] = [
  ['GET submissions', listSubmissionsFunction],
  ['GET products', listProductsFunction],
];
const health: readonly [string, Create] = ['GET health', (services) => healthFunction(() => services)];

const badSubmissionKeys = [
  '',
  'addon',
  'addon:9NBLGGH4TNMP',
  'addon:9NBLGGH4TNMP:1:2',
  'gadget:1:2',
  'hardware:1:0',
  'hardware:1:9223372036854775808',
  'hardware:1:12.5',
  'msi:not-a-guid:1',
  'flight:9NBLGGH4TNMP:1',
  'addon:9NBLGGH4TNMP:..%2F..%2Fadmin',
  "addon:9NBLGGH4TNMP:1' or 'a' eq 'a",
  '../health',
  'addon:9NBLGGH4TNMP:1|',
];

describe.each(onSubmission)('%s', (_name, create) => {
  it.each(badSubmissionKeys)('answers 400 to the key "%s"', async (key) => {
    const { services } = createFakeServices({ store: () => Promise.reject(new Error('the store is not asked')) });

    const answer = await callFunction(create(services), 'submissions', { key });

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 400, code: 'invalid-key' });
  });
});

describe.each(onProduct)('%s', (_name, create) => {
  it.each(['', 'addon', 'gadget:1', 'hardware:0', 'flight:9NBLGGH4TNMP', 'addon:9NBLGGH4TNMP:1', "addon:' or true"])(
    'answers 400 to the key "%s"',
    async (key) => {
      const { services } = createFakeServices({ products: () => Promise.reject(new Error('the store is not asked')) });

      const answer = await callFunction(create(services), 'products', { key });

      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-key' } });
    },
  );
});

describe.each([...onSubmission, ...onProduct, ...lists, health])('%s', (name, create) => {
  it('has one method, and the route and the key level of its name', () => {
    const { services } = createFakeServices();
    const { methods = [], route, authLevel } = create(services);

    expect(`${methods.join()} ${route}`).toBe(name);
    expect(authLevel).toBe(name === 'GET health' ? 'anonymous' : 'function');
  });

  it('answers 500 without a word of the reason when the storage fails, and logs it', async () => {
    const reason = 'Table Storage: a read failed (ServerBusy)';
    const failing = () => Promise.reject(new StorageError(reason));
    const { services } = createFakeServices({ store: failing, products: failing, passLog: failing, health: failing });
    const key = name.includes('products') ? keyOf(keyTexts.msi).product.text : keyTexts.msi;

    const answer = await callFunction(create(services), 'anything', { key });

    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'The request could not be served',
      status: 500,
      code: 'internal-error',
      detail: `The log has the reason, under the invocation id ${invocationId}.`,
    });
    expect(answer.logged).toEqual([`error: the-function: ${reason}`]);
  });
});
