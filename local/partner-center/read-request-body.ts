import type { IncomingMessage } from 'node:http';

const LIMIT_BYTES = 32_000_000;

/** @returns undefined when the body is longer than 32 MB (read to its end, so that the answer can be sent). */
export async function readRequestBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LIMIT_BYTES) chunks.push(chunk);
  }
  return length > LIMIT_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}
