import fc from 'fast-check';
import type { Services } from '../../functions/services.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { trackSubmission } from '../../shared/use-cases/track-submission.ts';
import { watchProduct } from '../../shared/use-cases/watch-product.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { type ApiFunction, apiFunctions } from '../support/api-functions.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { type Called, callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf } from '../support/key-of.ts';

/** Each function of the API, over real tables, asked anything at all. */
const tables = useAzuriteTables();
let services: Services;

beforeAll(async () => {
  const { watcher, services: fakes } = createFakeServices();
  const adapters = createTableAdapters(await tables.create(), watcher.clock.now);
  for (const text of Object.values(keyTexts)) {
    const key = keyOf(text);
    await trackSubmission(adapters.store, key, watcher.clock.now());
    await watchProduct(adapters.products, key.product, watcher.clock.now());
    watcher.partnerCenter.shows(key, { state: 'Certification' });
  }
  const poll = { ...watcher.dependencies, ...adapters };
  await pollSubmissions(poll, new AbortController().signal);
  // A second event each, so that lists of one have a second page.
  for (const text of Object.values(keyTexts)) watcher.partnerCenter.shows(keyOf(text), { state: 'PreProcessing' });
  watcher.clock.advance(3_600);
  await pollSubmissions(poll, new AbortController().signal);
  services = {
    ...fakes,
    store: async () => adapters.store,
    queries: async () => adapters.queries,
    statistics: () => adapters.queries.statistics(),
    products: async () => adapters.products,
    setAside: async () => adapters.setAside,
    passLog: async () => adapters.passLog,
    health: async () => ({ ...(await fakes.health()), ...adapters }),
    poll: async (log) => ({ ...poll, log }),
  };
});

const keys = [...Object.values(keyTexts), ...Object.values(keyTexts).map((text) => keyOf(text).product.text)];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    "' or PartitionKey ne '",
    "x' or true",
    '../../admin',
    '%00',
    '|||',
    '\u2028',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+23:59',
    '2026-02-29T24:00:00Z',
    '-0',
    '1e9',
    '99999999999999999999',
    '',
  ),
);
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...keys) },
  fc
    .tuple(fc.constantFrom('hardware', 'addon', 'app', 'flight', 'msi', ''), text, text)
    .map((parts) => parts.join(':')),
  text,
);
const word = fc.constantFrom(
  ...[
    'hardware',
    'addon,app',
    'failed',
    'inProgress,unknown',
    'lastChanged',
    'key',
    'newest',
    'oldest',
    'csv',
    'jsonl',
  ],
  ...[
    'state-changed',
    'submission.tracked',
    'error,info',
    '1',
    '50',
    '200',
    '2026-03-02T08:00:00Z',
    '1970-01-01T00:00:00Z',
  ],
  ...['true', 'Maps', ...keys],
);
const header = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'"*W/, ;=aé\u00ff'), maxLength: 60 }),
  fc.constantFrom('text/csv', 'application/x-ndjson', '*/*;q=0', '99999999', '-1', 'NaN', 'eyJhdXRoX3R5cCI6ImFhZCJ9'),
);
const headers = fc.dictionary(
  fc.constantFrom('accept', 'if-none-match', 'content-length', 'content-type', 'x-ms-client-principal'),
  header.map((value) => value.trim()),
  { maxKeys: 3 },
);
const bodyFields = fc.record(
  {
    keys: fc.oneof(fc.array(key, { maxLength: 5 }), fc.jsonValue()),
    key: fc.oneof(key, fc.jsonValue()),
    since: fc.oneof(word, text),
    until: fc.oneof(word, text),
    id: fc.oneof(
      text,
      fc.tuple(fc.constantFrom('00', '07', 'watcher', ''), key).map(([shard, of]) => `${shard}/aside|submission|${of}`),
    ),
    severity: fc.oneof(fc.constantFrom('info', 'error'), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  bodyFields.chain((fields) =>
    fc
      .subarray(Object.keys(fields))
      .map((names) => Object.fromEntries(names.map((name) => [name, fields[name as keyof typeof fields]]))),
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '[', '{"keys":', 'null', '"x"', `{"id":"${'x'.repeat(70_000)}"}`, '['.repeat(30_000)),
);

function parametersOf({ operation: { query } }: ApiFunction): fc.Arbitrary<string> {
  const names = [...Object.keys(query?.shape ?? {}), 'code'];
  const name = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...names) }, text, fc.constant('__proto__'));
  const pair = fc.tuple(name, fc.oneof({ weight: 3, arbitrary: word }, text));
  return fc
    .array(pair, { maxLength: 4 })
    .map(
      (pairs) =>
        `?${new URLSearchParams(pairs.map(([a, b]): [string, string] => [a.toWellFormed(), b.toWellFormed()]))}`,
    );
}

/** Only of what the watcher itself is in may a 503 tell. */
function isFit({ status, headers, body }: Called, id: string): boolean {
  if (status < 400) return true;
  if (id === 'health' && status === 503) return true;
  const code = (body as { code?: unknown } | undefined)?.code;
  return status < 500 && headers['content-type'] === 'application/problem+json' && typeof code === 'string';
}

describe.each(apiFunctions.map((one) => [one.operation.id, one] as const))('%s', (id, one) => {
  it('answers anything with what is documented, and never with a failure of its own', async () => {
    const statuses = new Map<number, number>();
    const { method, key: sort, route } = one.operation;
    await fc.assert(
      fc.asyncProperty(key, parametersOf(one), headers, body, async (aKey, query, someHeaders, aBody) => {
        const params = sort === undefined ? {} : { key: aKey };
        const sent = method === 'POST' || method === 'PUT' ? aBody : undefined;
        const path = `${route.replace('{key}', encodeURIComponent(aKey.toWellFormed()))}${query}`;
        // Throws where the OpenAPI document does not say that this may be answered.
        const called = await callFunction(one.create(services), path, params, sent, someHeaders);
        statuses.set(called.status, (statuses.get(called.status) ?? 0) + 1);
        if (!isFit(called, id)) throw new Error(`${called.status} ${called.text} ${called.logged.join('\n')}`);
      }),
      {
        numRuns: (sort ?? one.operation.query ?? one.operation.body) ? 60 : 10,
        // What is refused by all: ten requests made up at random need not have one such.
        examples: [[keyTexts.app, '?outcom=failed', {}, '']],
      },
    );
    // Otherwise this would have tried one way alone.
    const refuses = one.operation.access !== 'open';
    expect([...statuses.keys()].some((status) => status >= 400)).toBe(refuses || statuses.has(503));
  });
});

describe('a token with a place of somebody else’s making', () => {
  it.each([
    'submissions?limit=1',
    'submissions?limit=1&sort=key',
    'changes?limit=1',
    'products?limit=1',
    `submissions/${keyTexts.app}/history?limit=1`,
  ])('of %s leads to a page or is refused', async (path) => {
    const route = path.replace(/\?.*/, '').replace(keyTexts.app, '{key}');
    const one = apiFunctions.find(({ operation }) => operation.route === route && operation.method === 'GET');
    if (one === undefined) throw new Error(`There is no ${route}`);
    const call = (to: string) => callFunction(one.create(services), to, { key: keyTexts.app });
    const tokenOf = ({ body: page }: Called) => {
      const { nextLink = '' } = page as { nextLink?: string };
      return new URL(nextLink, 'https://watch.example.org').searchParams.get('token');
    };
    const token = tokenOf(await call(path));
    // A history of one event has no second page, and its token is of nothing else than what was asked for.
    const [hash] = token === null ? ['no-hash'] : JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    const part = fc.oneof(
      fc.constantFrom('00', '15', '16', '999', '0'.repeat(15), '9'.repeat(15), ...keys),
      fc.stringMatching(/^[\w:-]{0,20}$/),
    );
    const place = fc.oneof(
      fc.array(part, { maxLength: 5 }).map((parts) => parts.join('|')),
      text,
    );
    await fc.assert(
      fc.asyncProperty(place, async (somewhere) => {
        const forged = Buffer.from(JSON.stringify([hash, somewhere])).toString('base64url');
        const called = await call(`${path}&token=${forged}`);
        if (called.status !== 200 && called.status !== 400)
          throw new Error(`${called.status} ${called.logged.join('\n')}`);
      }),
      { numRuns: 60 },
    );
  });
});
