import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { submissionExamples, watcherExamples } from '../../scripts/docs/example-events.ts';
import { publishedNames } from '../../scripts/docs/published-events.ts';
import { toMessage } from '../../shared/adapters/service-bus/message.ts';
import { nameOf } from './event-validator.ts';

interface Document {
  readonly channels: { readonly submissionEvents: { readonly messages: object } };
  readonly operations: { readonly publishEvents: Readonly<Record<string, unknown>> };
  readonly components: {
    readonly messages: Readonly<Record<string, { examples: { headers: unknown; payload: unknown }[] }>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

const readJson = (path: string) => JSON.parse(readFileSync(join(process.cwd(), path), 'utf8'));
const document: Document = readJson('docs/asyncapi.json');

/** The schema of AsyncAPI's own repository uses keywords that strict mode objects to. */
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const isAsyncApi = ajv.compile(readJson('node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json'));

describe('the AsyncAPI document', () => {
  it('is what the schema of AsyncAPI 3.0 says', () => {
    isAsyncApi(document);
    expect(isAsyncApi.errors ?? []).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['of another version', { ...document, asyncapi: '2.6.0' }],
    ['without information', { ...document, info: undefined }],
    ['with a field that there is not', { ...document, topics: {} }],
    [
      'with an operation that neither sends nor receives',
      { ...document, operations: { publishEvents: { ...document.operations.publishEvents, action: 'publish' } } },
    ],
    ['with a broken schema', { ...document, components: { schemas: { broken: { type: 'text' } } } }],
  ])('would be refused %s', (_what, broken) => {
    expect(isAsyncApi(broken)).toBe(false);
  });

  it('refers to nothing that it does not have', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(4 * publishedNames.length);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('has one message for each event type, and sends them all', () => {
    expect(Object.keys(document.components.messages)).toEqual([...publishedNames]);
    expect(Object.keys(document.channels.submissionEvents.messages)).toEqual([...publishedNames]);
    expect(document.operations.publishEvents['messages']).toHaveLength(publishedNames.length);
  });

  it.each([...publishedNames])('has schemas that take what is sent of %s', (name) => {
    const sent = [...submissionExamples(), ...watcherExamples()]
      .filter((event) => nameOf(event) === name)
      .map((event) => ({ headers: toMessage(event).applicationProperties, payload: event }));
    const examples = document.components.messages[name]?.examples ?? [];
    expect(examples).toEqual([sent[0]]);
    for (const { headers, payload } of sent) {
      expect(faults('applicationProperties', headers)).toEqual([]);
      expect(faults('applicationProperties', toMessage(payload, 'again').applicationProperties)).toEqual([]);
      expect(faults('applicationProperties', { ...headers, severity: undefined })).not.toEqual([]);
      expect(faults(name, payload)).toEqual([]);
      expect(faults(name, { ...payload, sequence: '7' })).toEqual(['/sequence must match pattern "^\\d{10}$"']);
    }
  });
});

function faults(name: string, value: unknown): string[] {
  const validate = ajv.compile(document.components.schemas[name] ?? false);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === '$ref' && typeof item === 'string' ? [item] : referencesIn(item),
  );
}

function resolve(reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
}
