import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { CorruptRowError } from '../../errors.ts';

/**
 * JSON of any length in rows of limited size: as text in the row itself where it fits a property (64 KiB, that is 32,768
 * UTF-16 units), else compressed in chunk rows of its own, which the row then names.
 */
export interface Payload {
  /** Properties of the row. */
  readonly properties: PayloadProperties;
  /** To be written before the row that names them. */
  readonly chunks: readonly Uint8Array[];
}

export const payloadProperties = z.object({
  data: z.string().optional(),
  chunkId: z.string().optional(),
});
type PayloadProperties = z.infer<typeof payloadProperties>;

const longestInline = 30_000;
const chunkBytes = 60 * 1024;

/** @param name says what it is within the submission (`event-12`); the hash tells apart what two writers make of the same name. */
export function toPayload(name: string, value: unknown): Payload {
  const json = JSON.stringify(value);
  if (json.length <= longestInline) return { properties: { data: json }, chunks: [] };
  const bytes = gzipSync(json);
  const chunkId = `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  return { properties: { chunkId }, chunks };
}

/**
 * @param readChunks all chunks of an id in order.
 * @throws CorruptRowError
 */
export async function fromPayload(
  where: string,
  properties: PayloadProperties,
  readChunks: (id: string) => Promise<readonly Uint8Array[]>,
): Promise<unknown> {
  const { data, chunkId } = properties;
  try {
    if (chunkId === undefined) return JSON.parse(data ?? '');
    return JSON.parse(gunzipSync(Buffer.concat(await readChunks(chunkId))).toString('utf8'));
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'StorageError') throw cause;
    throw new CorruptRowError(`The payload of ${where} is not readable`, { cause });
  }
}
