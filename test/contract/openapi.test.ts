import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openApiDocument } from '../../functions/api/openapi-document.ts';
import { type Operation, problemsOf } from '../../functions/api/operation.ts';
import { operations } from '../../functions/api/operations.ts';
import { problemCodes, problems } from '../../functions/api/problem-code.ts';
import { apiFunctions, callValidly } from '../support/api-functions.ts';
import { faultsOf } from '../support/documented-answer.ts';
import { createFakeServices } from '../support/fake-services.ts';

interface Parameter {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const document = () => JSON.parse(JSON.stringify(openApiDocument())) as Document;

function validated(documents: readonly object[]): { readonly valid: boolean }[] {
  const script = join(process.cwd(), 'test/contract/validate-openapi.mjs');
  return JSON.parse(execFileSync(process.execPath, [script], { input: JSON.stringify(documents), encoding: 'utf8' }));
}

describe('the OpenAPI document', () => {
  it('is what OpenAPI 3.1 says', () => {
    expect(validated([document()])).toEqual([{ valid: true }]);
  });

  it('would be refused in another version, without its parts, or with others', () => {
    const whole = document();
    const broken = [
      { ...whole, openapi: '4.0.0' },
      { ...whole, info: undefined },
      { ...whole, operations: {} },
      { ...whole, paths: { '/a': { get: { responses: 1 } } } },
      { ...whole, paths: { '/a': { parameters: [{ name: 'b' }] } } },
    ];
    expect(validated(broken).map(({ valid }) => valid)).toEqual(broken.map(() => false));
  });

  it('is what the function answers', async () => {
    const openapi = apiFunctions.find(({ operation }) => operation.id === 'get-openapi');
    if (openapi === undefined) throw new Error('it is one of the functions');

    const { body } = await callValidly(openapi, createFakeServices().services);

    expect(body).toEqual(document());
  });

  it('has every function of the API once, by a name of its own', () => {
    const routes = operations.map(({ method, route }) => `${method.toLowerCase()} /${route}`);
    const described = Object.entries(document().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );

    expect(described.sort()).toEqual(routes.sort());
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it('refers to nothing that it does not have', () => {
    const { schemas } = document().components;
    const references = [...JSON.stringify(document()).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const names = references.map(([, name]) => name ?? '');

    expect(names.length).toBeGreaterThan(operations.length);
    expect(names.filter((name) => schemas[name] === undefined)).toEqual([]);
    expect(Object.keys(schemas).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('says of a parameter what the request is held to', () => {
    const parameters = document().paths['/submissions']?.['get']?.parameters ?? [];
    const schemaOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.schema;

    expect(schemaOf('limit')).toEqual({ type: 'integer', minimum: 1, maximum: 200, default: 50 });
    expect(schemaOf('kind')).toMatchObject({ type: 'array', items: { enum: expect.arrayContaining(['msi']) } });
    expect(schemaOf('sort')).toEqual({ type: 'string', enum: ['lastChanged', 'key'], default: 'lastChanged' });
  });

  it('has each problem code with an operation that may answer it', () => {
    const used = new Set(operations.flatMap((operation: Operation) => problemsOf(operation)));

    expect(problemCodes.filter((code) => !used.has(code))).toEqual([]);
  });
});

describe('an answer is not as documented', () => {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const pass = { startedAt: '2026-03-02T08:00:00.000Z', endedAt: '2026-03-02T08:00:00.000Z' };
  const listed = (value: unknown) => JSON.stringify({ value });

  it.each([
    ['of an operation that there is not', 'GET', 'gadgets', 200, json, '{}'],
    ['of another method', 'POST', 'passes', 200, json, listed([])],
    ['of another status', 'GET', 'passes', 201, json, listed([])],
    ['of another type', 'GET', 'passes', 200, { 'content-type': 'text/html' }, '<p>'],
    ['without a field', 'GET', 'passes', 200, json, listed([{ startedAt: pass.startedAt }])],
    ['with a field too many', 'GET', 'passes', 200, json, listed([{ ...pass, secret: 'x' }])],
    ['with a field too many at the top', 'GET', 'passes', 200, json, JSON.stringify({ value: [], more: true })],
    ['with a value of another shape', 'GET', 'passes', 200, json, listed([{ ...pass, endedAt: 'now' }])],
    ['with a header', 'GET', 'passes', 200, { ...json, etag: '"x"' }, listed([])],
    ['with a body where there is none', 'DELETE', 'products/{key}', 204, json, '{}'],
    ['without a body', 'GET', 'passes', 200, {}, ''],
  ] as const)('%s', (_what, method, route, status, headers, text) => {
    expect(faultsOf(method, route, { status, headers, text })).not.toEqual([]);
  });

  it('but it is otherwise', () => {
    expect(faultsOf('GET', 'passes', { status: 200, headers: json, text: listed([pass]) })).toEqual([]);
    expect(faultsOf('DELETE', 'products/{key}', { status: 204, headers: {}, text: '' })).toEqual([]);
  });
});

describe('the problem codes', () => {
  it('have a status that is an error, and say when they come', () => {
    for (const code of problemCodes) {
      expect(problems[code].status).toBeGreaterThanOrEqual(400);
      expect(problems[code].when).toMatch(/\.$/);
    }
  });
});
