import { parseProductKey, parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import type { TrackResult } from './answers.ts';
import { type ApiClient, ApiError } from './api-client.ts';

const mostAtOnce = 100;

/** Tracks what are keys of submissions and watches what are keys of products. @param text one a line. */
export async function addKeys(api: ApiClient, text: string): Promise<readonly TrackResult[]> {
  const lines = [...new Set(text.split(/[\s,;]+/).filter((line) => line !== ''))].map(keyOfLine);
  const submissions = lines.filter((key) => parseSubmissionKey(key) !== undefined);
  const results = new Map<string, TrackResult>();
  for (let first = 0; first < submissions.length; first += mostAtOnce) {
    for (const result of await track(api, submissions.slice(first, first + mostAtOnce)))
      results.set(result.key, result);
  }
  for (const key of lines.filter((line) => !submissions.includes(line))) results.set(key, await watch(api, key));
  return lines.map((key) => results.get(key) ?? { key, status: 200 });
}

async function track(api: ApiClient, keys: readonly string[]): Promise<readonly TrackResult[]> {
  try {
    const { body } = await api.send('POST', 'submissions', { keys });
    return (body as { readonly value: readonly TrackResult[] }).value;
  } catch (error) {
    return keys.map((key) => refused(key, error));
  }
}

async function watch(api: ApiClient, key: string): Promise<TrackResult> {
  if (parseProductKey(key) === undefined) return { key, status: 400, code: 'invalid-key' };
  try {
    const { status } = await api.send('PUT', `products/${encodeURIComponent(key)}`);
    return { key, status };
  } catch (error) {
    return refused(key, error);
  }
}

function refused(key: string, error: unknown): TrackResult {
  const { status = 0, code = 'no-answer' } = error instanceof ApiError ? error : {};
  return { key, status: status < 400 ? 500 : status, code };
}

const hardwareAddress = /^https:\/\/partner\.microsoft\.com\/.*\/hardware\/driver\/(\d+)\/submission\/(\d+)/i;

/** The one form of a key. A hardware submission's address says all of it; one of the Store does not say the kind. */
function keyOfLine(line: string): string {
  const [, product, submission] = hardwareAddress.exec(line) ?? [];
  const key = product === undefined ? line : `hardware:${product}:${submission}`;
  return parseSubmissionKey(key)?.text ?? parseProductKey(key)?.text ?? key;
}
