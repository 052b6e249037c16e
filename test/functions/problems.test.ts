import type { ProblemCode } from '../../functions/api/problem-code.ts';
import { problemCodes, problems } from '../../functions/api/problem-code.ts';
import { getProductFunction } from '../../functions/get-product.ts';
import { getStatisticsFunction } from '../../functions/get-statistics.ts';
import { getSubmissionFunction } from '../../functions/get-submission.ts';
import { listSubmissionsFunction } from '../../functions/list-submissions.ts';
import { retrySetAsideFunction } from '../../functions/retry-set-aside.ts';
import { sendTestEventFunction } from '../../functions/send-test-event.ts';
import type { Services } from '../../functions/services.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { trackSubmissionsFunction } from '../../functions/track-submissions.ts';
import { StorageError } from '../../shared/errors.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { type Called, callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf } from '../support/key-of.ts';

const key = keyTexts.addon;
const easyAuth = { read: 'Reader', write: 'Writer', operate: 'Operator' };

const behindEasyAuth = (services: Services): Services => ({ ...services, config: { ...services.config, easyAuth } });
const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims: [] })).toString('base64');
const failing = (error: Error) => () => Promise.reject(error);
const list = (services: Services, query = '') => callFunction(listSubmissionsFunction(services), `submissions${query}`);
const track = (services: Services, body: unknown) =>
  callFunction(trackSubmissionsFunction(services), 'submissions', {}, body);

/** How each code comes about: a code without a way is a mistake that the types find. */
const ways: Readonly<Record<ProblemCode, (made: ReturnType<typeof createFakeServices>) => Promise<Called>>> = {
  'invalid-key': ({ services }) => callFunction(getSubmissionFunction(services), 'submissions/x', { key: 'x' }),
  'invalid-parameter': ({ services }) => list(services, '?limit=none'),
  'invalid-token': ({ services }) => list(services, '?token=abc'),
  'invalid-body': ({ services }) => track(services, { keys: key }),
  'body-too-large': ({ services }) => track(services, { keys: ['x'.repeat(65 * 1024)] }),
  unauthenticated: ({ services }) => list(behindEasyAuth(services)),
  forbidden: ({ services }) =>
    callFunction(listSubmissionsFunction(behindEasyAuth(services)), 'submissions', {}, undefined, {
      'x-ms-client-principal': principal,
    }),
  'not-tracked': ({ services }) => callFunction(getSubmissionFunction(services), `submissions/${key}`, { key }),
  'not-watched': ({ services }) => {
    const { text } = keyOf(key).product;
    return callFunction(getProductFunction(services), `products/${text}`, { key: text });
  },
  'not-set-aside': ({ services }) =>
    callFunction(retrySetAsideFunction(services), 'set-aside/retry', {}, { id: '00/aside|x' }),
  'entry-unreadable': async ({ services, watcher }) => {
    await watcher.track(keyOf(key));
    watcher.publisher.refuse(() => ({ retryable: false }));
    await watcher.pass();
    const [entry] = await watcher.table.setAside.list(1);
    watcher.table.spoilEntry(entry?.id ?? '');
    return callFunction(retrySetAsideFunction(services), 'set-aside/retry', {}, { id: entry?.id });
  },
  'concurrent-change': ({ services, watcher }) => {
    const store = { ...watcher.table.store, commit: async () => 'conflict' as const };
    const racing = { ...services, store: async () => store };
    return callFunction(trackSubmissionFunction(racing), `submissions/${key}`, { key });
  },
  'unreadable-row': async ({ services, watcher }) => {
    await watcher.track(keyOf(key));
    watcher.table.spoil(key);
    return callFunction(getSubmissionFunction(services), `submissions/${key}`, { key });
  },
  'internal-error': ({ services }) => list({ ...services, queries: failing(new TypeError('a mistake of ours')) }),
  'broker-unavailable': ({ services, watcher }) => {
    watcher.publisher.refuse(() => ({ retryable: true }));
    return callFunction(sendTestEventFunction(services), 'events/test', {}, {});
  },
  'storage-unavailable': ({ services }) => {
    const queries = failing(new StorageError('Table Storage: a query failed'));
    return callFunction(getStatisticsFunction({ ...services, queries }), 'statistics');
  },
};

it.each(problemCodes)('answers %s as documented', async (code) => {
  const answer = await ways[code](createFakeServices());

  const { status, title } = problems[code];
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer).toMatchObject({ status, body: { type: 'about:blank', status, title, code } });
});
