import { join } from 'node:path';
import { HostError } from './host-error.ts';
import { readJsonFile } from './json-file.ts';

/** Settings as the host looks them up: without regard to case, `__` and `:` being the same. */
export type AppSettings = {
  get(name: string): string | undefined;
  /** Replaces each `%NAME%` by the setting's value. @throws {HostError} where a setting is not there. */
  resolve(text: string): string;
};

/** Settings over the values of the environment and of `local.settings.json`; of two names that are alike the last one counts. */
export function createAppSettings(values: Readonly<Record<string, string | undefined>>): AppSettings {
  const canonical = (name: string): string => name.toLowerCase().replaceAll('__', ':');
  const byName = new Map(Object.entries(values).map(([name, value]) => [canonical(name), value]));
  const get = (name: string): string | undefined => byName.get(canonical(name));

  return {
    get,
    resolve: (text) =>
      text.replace(/%([^%]+)%/g, (whole, name: string) => {
        const value = get(name);
        if (value === undefined || value === '') {
          throw new HostError(`'${whole}' does not resolve to a value: the setting ${name} is not there`);
        }
        return value;
      }),
  };
}

/** `AzureWebJobs.NAME.Disabled`, which Linux plans also spell `AzureWebJobs__NAME__Disabled`. */
export function isFunctionDisabled(settings: AppSettings, functionName: string): boolean {
  const value =
    settings.get(`AzureWebJobs.${functionName}.Disabled`) ?? settings.get(`AzureWebJobs__${functionName}__Disabled`);
  return value === '1' || value?.toLowerCase() === 'true';
}

/**
 * The `Values` of the app's local.settings.json, the file `func start` reads; none where there is no such file.
 * @throws {HostError} where it cannot be read as that.
 */
export async function readLocalSettings(appDirectory: string): Promise<Record<string, string>> {
  const path = join(appDirectory, 'local.settings.json');
  const file = await readJsonFile(path);
  if (file === undefined) {
    return {};
  }
  const { IsEncrypted: isEncrypted, Values: values } = file;
  if (isEncrypted === true) {
    throw new HostError(`${path} is encrypted: run 'func settings decrypt' first`);
  }
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]));
}
