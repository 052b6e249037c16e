import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';

/** What a person needs to know to mend the request. */
type Read<T> = { readonly value: T } | { readonly wrong: string };

/** The platform's own: a key as `code`, and its name. */
const platformParameters = new Set(['code', 'clientId']);

/**
 * The query of a request. A parameter that nobody knows is refused, because a filter with a typing mistake would else let
 * everything pass.
 */
export function readQuery<T>(request: HttpRequest, schema: z.ZodType<T>): Read<T> {
  const parameters = new URL(request.url).searchParams;
  const names = [...new Set(parameters.keys())].filter((name) => !platformParameters.has(name));
  const given = names.map((name) => {
    const values = parameters.getAll(name);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  return parsed(schema, Object.fromEntries(given), 'The query');
}

const longestBody = 64 * 1024;

/** The JSON body of a request; none counts as `{}`. */
export async function readBody<T>(request: HttpRequest, schema: z.ZodType<T>): Promise<Read<T> | 'too-large'> {
  if (Number(request.headers.get('content-length') ?? 0) > longestBody) return 'too-large';
  const text = await request.text();
  if (Buffer.byteLength(text) > longestBody) return 'too-large';
  try {
    return parsed(schema, text.trim() === '' ? {} : JSON.parse(text), 'The body');
  } catch {
    return { wrong: 'The body is not JSON' };
  }
}

function parsed<T>(schema: z.ZodType<T>, given: unknown, what: string): Read<T> {
  const result = schema.safeParse(given);
  if (result.success) return { value: result.data };
  const [first] = result.error.issues;
  const where = first?.path.join('.') ?? '';
  return { wrong: `${where === '' ? what : where}: ${first?.message}` };
}
