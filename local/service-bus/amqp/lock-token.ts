// A lock token travels as a delivery tag in the byte order of a .NET Guid, and in $management in that of RFC 9562.
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** The bytes of a lock token (UUID text) as $management has them. */
export function tokenToUuid(token: string): Buffer {
  return Buffer.from(token.replaceAll('-', ''), 'hex');
}

/** The other way round. */
export function uuidToToken(uuid: Buffer): string {
  const hex = uuid.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The bytes of a lock token as a delivery tag has them. */
export function tokenToTag(token: string): Buffer {
  return reorder(tokenToUuid(token));
}

/** The other way round. Bytes that are missing count as 0, so a tag of another length names no lock. */
export function tagToToken(tag: Buffer): string {
  return uuidToToken(reorder(tag));
}

function reorder(bytes: Buffer): Buffer {
  return Buffer.from(guidOrder.map((index) => bytes[index] ?? 0));
}
