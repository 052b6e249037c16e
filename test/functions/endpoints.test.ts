import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { operations } from '../../functions/api/operations.ts';
import { endpointFunction } from '../../functions/endpoint-function.ts';
import { dashboardEndpoint, type Endpoint, endpoints, healthEndpoint } from '../../functions/endpoints.ts';
import { createFakeServices } from '../support/fake-services.ts';

const { services } = createFakeServices();
const easyAuth = { read: 'Reader', write: 'Writer', operate: 'Operator' };
const ofTheApi: [name: string, endpoint: Endpoint][] = [...Object.entries(endpoints), ['health', healthEndpoint]];

it('registers every operation of the API, and nothing else', () => {
  expect(ofTheApi.map(([name]) => name).sort()).toEqual(operations.map(({ id }) => id).sort());
});

it('lets nobody write with what is for reading, and nobody at all without a key but to health', () => {
  for (const { id, method, access } of operations) {
    const allowed = id === 'health' ? ['open'] : method === 'GET' ? ['read', 'operate'] : ['write', 'operate'];
    expect([id, allowed]).toEqual([id, expect.arrayContaining([access])]);
  }
  const operating = operations.filter(({ access }) => access === 'operate').map(({ id }) => id);
  // What has a hand in everybody's submissions is for whoever runs the watcher.
  expect(operating.sort()).toEqual([
    'diagnose',
    'discard-set-aside',
    'list-set-aside',
    'replay-events',
    'retry-set-aside',
    'run-poll',
    'send-test-event',
  ]);
});

it('describes every operation that a file of functions/ has', () => {
  const declared = globSync('functions/**/*.ts').filter((file) =>
    /satisfies Operation\b/.test(readFileSync(file, 'utf8')),
  );
  const described = readFileSync('functions/api/operations.ts', 'utf8');
  expect(declared.filter((file) => !described.includes(`/${basename(file)}'`))).toEqual([]);
  expect(declared).toHaveLength(operations.length);
});

describe.each(ofTheApi)('%s', (name, endpoint) => {
  it('is registered as its operation says', () => {
    const { methods, route, access } = endpoint;
    const [method] = methods;
    expect(methods).toHaveLength(1);
    expect(operations.find(({ id }) => id === name)).toMatchObject({ method, route, access });
  });
});

describe.each([...ofTheApi, ['dashboard', dashboardEndpoint] as const])('%s', (_name, endpoint) => {
  it.each([
    ['with function keys', services],
    ['behind Easy Auth', { ...services, config: { ...services.config, easyAuth } }],
  ])('is registered %s as the function that it loads', async (_how, given) => {
    const isEasyAuth = given.config.easyAuth !== undefined;
    const registered = endpointFunction(endpoint, isEasyAuth, () => given);
    const loaded = (await endpoint.load())(given);
    expect(registered).toEqual({ ...loaded, handler: expect.any(Function) });
  });
});
