import { createHash } from 'node:crypto';

/**
 * The tag of an answer that is made of one stored row: weak, because how long it has been so goes on counting. It changes with
 * every write of the row.
 */
export function entityTag(version: string): string {
  return `W/"${createHash('sha256').update(version).digest('base64url').slice(0, 22)}"`;
}

/** @param ifNoneMatch the header: a star, or tags that the caller has; RFC 9110 compares them weakly. */
export function isKnown(ifNoneMatch: string | null, tag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((known) => known.trim() === '*' || bare(known) === bare(tag));
}
