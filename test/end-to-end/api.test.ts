import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '../../functions/api/operations.ts';
import { stopHosts } from '../local/functions-host-process.ts';
import { faultsOf, type GivenAnswer } from '../support/documented-answer.ts';
import { startLaptop } from '../support/laptop.ts';

const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const failed = 'addon:9NSAMPLE0ADN:1152921505689378155';
const unread = 'msi:0b1c9f0e-7a53-4c5e-9d6a-3f1f5a2b7c11:1152921505699900031';
const nobody = 'app:9NSAMPLEAPP9:1152921505694900099';
/** Tracked, and tracked no more, by who tries keys. */
const passing = 'app:9NSAMPLEAPP8:1152921505694900088';
const product = 'addon:9NSAMPLE0ADN';

let laptop: Awaited<ReturnType<typeof startLaptop>>;

beforeAll(async () => {
  laptop = await startLaptop();
  await laptop.startHost();
  await laptop.put(addon, { friendlyName: 'Submission 4', status: 'PreProcessing' });
  await laptop.put(failed, { status: 'CertificationFailed', errors: [{ code: 'Other', details: 'Not, passed' }] });
  for (const key of [addon, failed]) await laptop.api('PUT', `submissions/${key}`);
  await laptop.api('PUT', `products/${product}`);
  await laptop.pass();
  await laptop.put(addon, { friendlyName: 'Submission 4', status: 'Certification' });
  await laptop.pass();
  await laptop.api('PUT', `submissions/${unread}`);
});
afterAll(async () => {
  await laptop?.stop();
  await stopHosts();
});

interface Request {
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function call(method: string, path: string, { key, body, headers = {} }: Request = {}): Promise<GivenAnswer> {
  const response = await fetch(new URL(path, `${laptop.host().line.url}/api/`), {
    method,
    headers: { ...headers, ...(key === undefined ? {} : { 'x-functions-key': key }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

const hostKey = () => laptop.host().line.keys.default;

describe('the keys of functions', () => {
  const guarded = operations.filter(({ access }) => access !== 'open');
  const functionKeys = () => {
    const file = readFileSync(join(laptop.host().stateDirectory, 'keys.json'), 'utf8');
    return (JSON.parse(file) as { functions: Readonly<Record<string, string>> }).functions;
  };
  const keyOf = (id: string) => {
    const key = functionKeys()[id];
    if (key === undefined) throw new Error(`No key of ${id}`);
    return key;
  };

  it.each(guarded)('$id: no key opens it but its own', async ({ id, method, route, key: sort }) => {
    const path = route.replace('{key}', sort === 'product' ? 'addon:9NSAMPLENONE' : passing);
    const body = method === 'POST' ? {} : undefined;
    const others = guarded.map((other) => other.id).filter((other) => other !== id);
    for (const key of [undefined, 'wrong', ...others.map(keyOf)]) {
      expect(await call(method, path, { key, body })).toMatchObject({ status: 401, text: '' });
    }

    const answer = await call(method, path, { key: keyOf(id), body });

    expect(answer.status).not.toBe(401);
    expect(faultsOf(method, route, answer)).toEqual([]);
  });

  it('are not needed to see whether the watcher is well, and nothing more is said there', async () => {
    const answer = await call('GET', 'health');

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ status: 'healthy', reasons: [] });
    expect(faultsOf('GET', 'health', answer)).toEqual([]);
  });
});

describe('the app as it runs answers as documented', () => {
  const one = 'submissions/{key}';
  const history = 'submissions/{key}/history';

  it.each<[method: string, route: string, path: string, status: number, request?: Request]>([
    ['GET', 'submissions', 'submissions', 200],
    ['GET', 'submissions', 'submissions?limit=1&outcome=failed,inProgress&kind=addon&sort=key', 200],
    ['GET', 'submissions', 'submissions?outcom=failed', 400],
    ['GET', 'submissions', 'submissions?token=made-up', 400],
    ['GET', one, `submissions/${addon}`, 200],
    ['GET', one, `submissions/${unread}`, 200],
    ['GET', one, `submissions/${addon}`, 304, { headers: { 'if-none-match': '*' } }],
    ['GET', one, `submissions/${nobody}`, 404],
    ['GET', one, 'submissions/addon:x', 400],
    ['GET', history, `submissions/${addon}/history?limit=1`, 200],
    ['GET', history, `submissions/${addon}/history?format=csv&order=oldest`, 200],
    ['GET', history, `submissions/${addon}/history?format=jsonl&type=state-changed`, 200],
    ['GET', history, `submissions/${nobody}/history`, 404],
    ['GET', 'changes', 'changes?limit=1&severity=error,info', 200],
    ['GET', 'products', 'products', 200],
    ['GET', 'products/{key}', `products/${product}`, 200],
    ['GET', 'statistics', 'statistics', 200],
    ['GET', 'status', 'status', 200],
    ['GET', 'passes', 'passes?limit=2', 200],
    ['GET', 'openapi.json', 'openapi.json', 200],
    ['POST', 'submissions', 'submissions', 200, { body: { keys: [addon, 'none'] } }],
    ['POST', 'submissions', 'submissions', 400, { body: { keys: [] } }],
    ['POST', 'submissions', 'submissions', 413, { body: { keys: ['x'.repeat(65 * 1024)] } }],
    ['PUT', one, `submissions/${addon}`, 200],
    ['DELETE', one, `submissions/${nobody}`, 404],
  ])('%s /%s: %s %i', async (method, route, path, status, request = {}) => {
    const answer = await call(method, path, { ...request, key: hostKey() });

    expect(answer.status).toBe(status);
    expect(faultsOf(method, route, answer)).toEqual([]);
  });

  it('and links lead through all pages, the same in body and header', async () => {
    const keys: string[] = [];
    let path: string | undefined = 'submissions?limit=1';
    while (path !== undefined) {
      const { headers, text } = await call('GET', path, { key: hostKey() });
      const page = JSON.parse(text) as { value: { key: string }[]; nextLink?: string };
      expect(headers['link']).toBe(page.nextLink === undefined ? undefined : `<${page.nextLink}>; rel="next"`);
      keys.push(...page.value.map(({ key }) => key));
      path = page.nextLink;
    }
    expect(keys.sort()).toEqual([addon, failed, unread].sort());
  });
});
