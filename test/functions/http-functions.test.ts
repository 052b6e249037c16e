import { accesses } from '../../functions/api/operation.ts';
import type { Services } from '../../functions/services.ts';
import { StorageError } from '../../shared/errors.ts';
import { type ApiFunction, apiFunctions, callValidly } from '../support/api-functions.ts';
import { callFunction, invocationId } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';

const named = (functions: readonly ApiFunction[]) =>
  functions.map((one) => [`${one.operation.method} ${one.operation.route}`, one] as const);
const withKey = (sort: 'submission' | 'product') => apiFunctions.filter(({ operation }) => operation.key === sort);
const needingAKey = apiFunctions.filter(({ operation }) => operation.access !== 'open');

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
const badProductKeys = [
  '',
  'addon',
  'gadget:1',
  'hardware:0',
  'flight:9NBLGGH4TNMP',
  'addon:9NBLGGH4TNMP:1',
  "addon:' or true",
];

/** Nothing of the outside may be asked. */
function unaskable(error: Error): Partial<Services> {
  const failing = () => Promise.reject(error);
  return {
    store: failing,
    queries: failing,
    products: failing,
    passLog: failing,
    health: failing,
    setAside: failing,
    publisher: failing,
    poll: failing,
  };
}

describe.each(named(withKey('submission')))('%s', (_name, { create }) => {
  it.each(badSubmissionKeys)('answers 400 to the key "%s"', async (key) => {
    const { services } = createFakeServices(unaskable(new Error('nothing is asked')));

    const answer = await callFunction(create(services), 'submissions', { key });

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 400, code: 'invalid-key' });
    expect((answer.body as { detail: string }).detail).toMatch(
      /kind:productId:submissionId.* Ids of hardware are numbers/,
    );
  });
});

describe.each(named(withKey('product')))('%s', (_name, { create }) => {
  it.each(badProductKeys)('answers 400 to the key "%s"', async (key) => {
    const { services } = createFakeServices(unaskable(new Error('nothing is asked')));

    const answer = await callFunction(create(services), 'products', { key });

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-key' } });
  });
});

describe.each(named(needingAKey))('%s', (name, one) => {
  it.each(['?limt=3', '?limit=3&before=1', '?__proto__=1', '?token=a&token=b', '?constructor=x'])(
    'answers 400 to the query %s',
    async (query) => {
      const { services } = createFakeServices(unaskable(new Error('nothing is asked')));

      const answer = await callValidly(one, services, {}, query);

      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameter' } });
    },
  );

  it('lets the key of the platform pass in the query', async () => {
    const { services } = createFakeServices();

    expect((await callValidly(one, services, {}, '?code=abc&clientId=default')).status).not.toBe(400);
  });

  it('needs a function key', () => {
    const { authLevel, methods = [], route } = one.create(createFakeServices().services);

    expect(authLevel).toBe('function');
    expect(`${methods.join()} ${route}`).toBe(name);
    expect(accesses).toContain(one.operation.access);
  });
});

/** The document is made of itself, and the doctor answers what is wrong. */
const withoutStorage = ['get-openapi', 'diagnose'];
const askingStorage = apiFunctions.filter(({ operation }) => !withoutStorage.includes(operation.id));

describe.each(named(askingStorage))('%s', (_name, one) => {
  it('answers 503 without a word of the reason when the storage fails, and logs it', async () => {
    const reason = 'Table Storage: a read failed (ServerBusy)';
    const { services } = createFakeServices(unaskable(new StorageError(reason)));

    const answer = await callValidly(one, services);

    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '5' });
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'The storage did not answer',
      status: 503,
      code: 'storage-unavailable',
    });
    expect(answer.logged).toEqual([`error: the-function: ${reason}`]);
  });

  it('answers 500 without a word of the reason when the mistake is ours, and logs it', async () => {
    const reason = "Cannot read properties of undefined (reading 'secret')";
    const { services } = createFakeServices(unaskable(new TypeError(reason)));

    const answer = await callValidly(one, services);

    expect(answer).toMatchObject({ status: 500, headers: { 'content-type': 'application/problem+json' } });
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

describe('GET health', () => {
  it('needs nothing', () => {
    const [health] = apiFunctions.filter(({ operation }) => operation.id === 'health');

    expect(health?.create(createFakeServices().services).authLevel).toBe('anonymous');
  });
});
