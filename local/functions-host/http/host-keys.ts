import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from '../json-file.ts';

/** The keys HTTP requests are let in with. */
export type HostKeys = {
  /** Opens everything. */
  master: string;
  /** Opens every function of level `function`. */
  default: string;
  /** Each opens the function of its name, if that is of level `function`. */
  functions: Readonly<Record<string, string>>;
};

export type AuthLevel = 'anonymous' | 'function' | 'admin';

/**
 * The keys of the state folder's keys.json; those that are missing are made at random and kept there.
 * @throws {HostError} where the file is there and does not hold a JSON object.
 */
export async function loadHostKeys(stateDirectory: string, functionNames: readonly string[]): Promise<HostKeys> {
  const path = join(stateDirectory, 'keys.json');
  const stored = (await readJsonFile(path)) ?? {};
  const storedFunctions = textsOf(stored['functions']);
  const keys: HostKeys = {
    master: textOf(stored['master']) ?? newKey(),
    default: textOf(stored['default']) ?? newKey(),
    functions: {
      ...storedFunctions,
      ...Object.fromEntries(functionNames.map((name) => [name, storedFunctions[name] ?? newKey()])),
    },
  };
  await writeJsonFile(path, keys);
  return keys;
}

/** Whether a request that presents that key, or none, may call the function. */
export function isAuthorized(
  keys: HostKeys,
  level: AuthLevel,
  functionName: string | undefined,
  presented: string | undefined,
): boolean {
  if (level === 'anonymous') {
    return true;
  }
  const functionKey = functionName === undefined ? undefined : keys.functions[functionName];
  const accepted = level === 'admin' ? [keys.master] : [keys.master, keys.default, functionKey];
  return (
    presented !== undefined &&
    accepted.some((key) => key !== undefined && timingSafeEqual(digest(key), digest(presented)))
  );
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): Record<string, string> {
  const entries = value instanceof Object ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, text]) => textOf(text) !== undefined));
}
