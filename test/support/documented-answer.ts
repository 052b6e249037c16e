import type { HttpFunctionOptions } from '@azure/functions';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../functions/api/openapi-document.ts';

interface Documented {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
  readonly headers?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Documented>> }>>>
  >;
  readonly components: object;
}

export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** As served, but that an answer with a field that is not described is wrong: nobody else would find that it is missing. */
const document = closed(openApiDocument()) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'openapi', components: document.components });

/** The page for people is no part of the API. */
const page = 'dashboard/{file?}';

/** Throws where the OpenAPI document does not say that this operation may answer so. */
export function expectDocumented({ route = '', methods = [] }: HttpFunctionOptions, answer: GivenAnswer): void {
  if (route === page) return;
  const faults = methods.flatMap((method) => faultsOf(method, route, answer));
  if (faults.length > 0) throw new Error(`Not as documented: ${faults.join('; ')}\n${answer.text.slice(0, 2_000)}`);
}

/** @returns what the document does not say, or nothing. */
export function faultsOf(method: string, route: string, { status, headers, text }: GivenAnswer): string[] {
  const where = `${method} /${route} ${status}`;
  const response = document.paths[`/${route}`]?.[method.toLowerCase()]?.responses[status];
  if (response === undefined) return [`${where} is not described`];
  const contentType = headers['content-type'];
  if (contentType === undefined) {
    return text === '' && response.content === undefined ? [] : [`${where} has a body and no type, or none and should`];
  }
  const content = contentOf(response, contentType);
  if (content === undefined) return [`${where} has the type ${contentType}`];
  const missing = ['link', 'etag'].filter((name) => name in headers && !hasHeader(response, name));
  const validate = ajv.compile(referring(content.schema));
  validate(/json(;|$)/.test(contentType) ? JSON.parse(text) : text);
  return [
    ...missing.map((name) => `${where} has the header ${name}`),
    ...(validate.errors ?? []).map(({ instancePath, message, params }) => {
      return `${where} ${instancePath} ${message} ${JSON.stringify(params)}`;
    }),
  ];
}

function contentOf({ content = {} }: Documented, contentType: string) {
  return content[contentType] ?? content[contentType.split(';')[0] ?? ''];
}

function hasHeader({ headers = {} }: Documented, name: string): boolean {
  return Object.keys(headers).some((known) => known.toLowerCase() === name);
}

/** Within a schema of its own the components are another document. */
function referring(value: unknown): object {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/components/', '"openapi#/components/'));
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, closed(item)]));
  const isObject = copy['type'] === 'object' && 'properties' in copy && !('additionalProperties' in copy);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
