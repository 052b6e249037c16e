import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Keys and numbers only, whatever the adapter: what a token says goes into a query of the storage. */
const position = z.string().regex(/^[\w|:-]{1,300}$/);
const content = z.tuple([z.string(), position]);

/**
 * Where a list goes on, bound to what was asked for: the same token with another filter would leave out what nobody has seen.
 * It holds nothing secret, and is not signed: whoever makes one up gets what the key lets them see.
 * @param asked operation, key and filter of the list.
 */
export function toPageToken(asked: unknown, next: string): string {
  return Buffer.from(JSON.stringify([hashOf(asked), next])).toString('base64url');
}

/** @returns undefined where it is no token, or one of another list or filter. */
export function fromPageToken(asked: unknown, token: string): string | undefined {
  try {
    const [hash, next] = content.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    return hash === hashOf(asked) ? next : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 16);
}
