import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';

/** Bodies of the operations. */
export const replayBody = z.strictObject({
  key: z.string().optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});
export const testEventBody = z.strictObject({
  severity: z.enum(['info', 'success', 'warning', 'error']).default('info'),
});
export const retryBody = z.strictObject({ id: z.string().min(1).max(1_024) });

const longestBody = 64 * 1024;

/** @returns what is wrong, for a person, where the body is not what the schema says; no body counts as `{}`. */
export async function readBody<T>(
  request: HttpRequest,
  schema: z.ZodType<T>,
): Promise<{ readonly value: T } | { readonly wrong: string }> {
  const text = await request.text();
  if (text.length > longestBody) return { wrong: `The body is longer than ${longestBody} characters` };
  let body: unknown;
  try {
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { wrong: 'The body is not JSON' };
  }
  const result = schema.safeParse(body);
  if (result.success) return { value: result.data };
  const [first] = result.error.issues;
  return { wrong: `${first?.path.join('.') || 'The body'}: ${first?.message}` };
}
