import type { Entity } from './table.ts';

/**
 * What a submission row was read at: its ETag, and where its row in the recent index is. Who writes the row on this version
 * moves that one too, without reading it. Rows of a release before the index have none.
 */
interface RowVersion {
  readonly etag: string;
  /** ISO 8601. */
  readonly indexedAt?: string;
}

export function versionOf(entity: Entity): string {
  const indexedAt = entity['indexedAt'];
  return typeof indexedAt === 'string' && indexedAt !== '' ? `${entity.etag} ${indexedAt}` : entity.etag;
}

export function readVersion(version: string): RowVersion {
  // An ETag is quoted, and the time after it is not.
  const cut = version.lastIndexOf('" ') + 1;
  return cut === 0 ? { etag: version } : { etag: version.slice(0, cut), indexedAt: version.slice(cut + 1) };
}
