import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AppRegistry, createAppRegistry, type HookName, provideCoreModule } from './core-module.ts';
import { HostError } from './host-error.ts';
import { readJsonFile } from './json-file.ts';

/** An app whose entry has run: its functions are registered and no more can be. */
export type LoadedApp = {
  registry: AppRegistry;
  /** Runs the hooks of that name, one after the other, with one context object. */
  runHooks(name: HookName, context: object): Promise<void>;
  /** Takes `@azure/functions-core` away again. */
  release(): void;
};

/**
 * Loads the app in the order of the real worker: supply the core module, import the entry, run the appStart hooks, ask the
 * library for its capabilities (which closes `app.setup`), close the registrations. One app per process: the library
 * keeps the core module it was first given.
 * @throws what the entry or a hook throws; {HostError} where there is no entry, or it asks for HTTP streaming.
 */
export async function loadApp(
  appDirectory: string,
  log: (level: string, category: string, message: string) => void,
): Promise<LoadedApp> {
  const entry = await findEntry(appDirectory);
  const registry = createAppRegistry();
  const release = provideCoreModule(registry, log);
  const runHooks = async (name: HookName, context: object): Promise<void> => {
    for (const hook of registry.hooks.get(name) ?? []) {
      await hook(context);
    }
  };
  try {
    await import(pathToFileURL(entry).href);
    await runHooks('appStart', { hookData: {}, appHookData: {}, functionAppDirectory: appDirectory });
    const capabilities = await registry.model?.getCapabilities({});
    if (capabilities?.['HttpUri'] !== undefined) {
      throw new HostError('the app asks for enableHttpStream, which the local host does not do');
    }
  } catch (error) {
    release();
    throw error;
  }
  registry.isLocked = true;
  return { registry, runHooks, release };
}

async function findEntry(appDirectory: string): Promise<string> {
  const path = join(appDirectory, 'package.json');
  const main = (await readJsonFile(path))?.['main'];
  if (typeof main !== 'string') {
    throw new HostError(`${path} is not there, or has no "main" that names the app's entry`);
  }
  const entry = resolve(appDirectory, main);
  if (!existsSync(entry)) {
    throw new HostError(`the app's entry ${entry} is not there: build it first ("main" must name one file)`);
  }
  return entry;
}
