import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseExactJson } from '../../shared/adapters/partner-center/exact-json.ts';

const folder = join(process.cwd(), 'test/samples');

/** Names without `.json`. */
export function sampleNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export function sampleText(name: string): string {
  return readFileSync(join(folder, `${name}.json`), 'utf8');
}

/** The body as the app reads it: 64-bit ids as text. */
export function sampleBody(name: string): unknown {
  return parseExactJson(sampleText(name));
}
