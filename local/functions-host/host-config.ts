import { join } from 'node:path';
import type { AppSettings } from './app-settings.ts';
import { HostError } from './host-error.ts';
import { readJsonFile } from './json-file.ts';
import { createMinimumLevel, type MinimumLevel } from './log.ts';

/** The parts of host.json that this host obeys. */
type HostConfig = {
  routePrefix: string;
  minimumLevel: MinimumLevel;
  serviceBus: ServiceBusConfig;
};

export type ServiceBusConfig = {
  maxConcurrentCalls: number;
  maxMessageBatchSize: number;
  maxAutoLockRenewalMilliseconds: number;
};

/**
 * Reads host.json. A setting such as `AzureFunctionsJobHost__extensions__http__routePrefix` overrides the file.
 * @throws {HostError} where there is no host.json of version 2.0.
 */
export async function readHostConfig(appDirectory: string, settings: AppSettings): Promise<HostConfig> {
  const path = join(appDirectory, 'host.json');
  const file = await readJsonFile(path);
  if (file?.['version'] !== '2.0') {
    throw new HostError(`${path} is not there, or its version is not "2.0"`);
  }
  const value = (...keys: string[]): unknown =>
    settings.get(['AzureFunctionsJobHost', ...keys].join('__')) ?? valueAt(file, keys);
  const text = (fallback: string, ...keys: string[]): string => String(value(...keys) ?? fallback);
  const count = (fallback: number, ...keys: string[]): number => {
    const given = Number(value(...keys) ?? fallback);
    if (!Number.isInteger(given) || given < 1) {
      throw new HostError(`${keys.join('.')} in ${path} is not a whole number above 0`);
    }
    return given;
  };
  const serviceBus = ['extensions', 'serviceBus'];

  return {
    routePrefix: text('api', 'extensions', 'http', 'routePrefix'),
    minimumLevel: createMinimumLevel(textsOf(valueAt(file, ['logging', 'logLevel']))),
    serviceBus: {
      maxConcurrentCalls: count(16, ...serviceBus, 'maxConcurrentCalls'),
      maxMessageBatchSize: count(1000, ...serviceBus, 'maxMessageBatchSize'),
      maxAutoLockRenewalMilliseconds: timeSpanMilliseconds(
        text('00:05:00', ...serviceBus, 'maxAutoLockRenewalDuration'),
      ),
    },
  };
}

function timeSpanMilliseconds(text: string): number {
  const match = /^(\d+):(\d{2}):(\d{2})$/.exec(text);
  if (match === null) {
    throw new HostError(`'${text}' in host.json is not a time span such as 00:05:00`);
  }
  const [, hours, minutes, seconds] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    value,
  );
}

function textsOf(value: unknown): Record<string, string> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
    : {};
}
