import { setTimeout } from 'node:timers/promises';
import { loadApp } from './app-loader.ts';
import { createAppSettings } from './app-settings.ts';
import { type Clock, createRealClock } from './clock.ts';
import {
  definitionsOf,
  type FunctionDefinition,
  type FunctionError,
  readFunctionDefinitions,
} from './function-definition.ts';
import { createFunctionLogs } from './function-logs.ts';
import { readHostConfig } from './host-config.ts';
import { createAdminEndpoints } from './http/admin-endpoints.ts';
import { loadHostKeys } from './http/host-keys.ts';
import { createHttpFunctions } from './http/http-functions.ts';
import { startHttpServer } from './http/http-server.ts';
import { createInvoker } from './invoker.ts';
import { describeError, type Log } from './log.ts';
import { startHostListeners } from './service-bus/host-listeners.ts';
import { createHostTimers } from './timers/host-timers.ts';
import { openTimerStatusFile } from './timers/timer-status-file.ts';

type FunctionsHostOptions = {
  /** Where the app's package.json, host.json and built entry are. */
  appDirectory: string;
  /** 0 takes a free port. */
  port: number;
  /** Where keys and timer statuses are kept between starts. */
  stateDirectory: string;
  /** The app's settings. They are written into the environment of this process, because apps read them there. */
  settings: Readonly<Record<string, string | undefined>>;
  clock?: Clock;
  log: Log;
};

export type FunctionsHost = {
  url: string;
  keys: { master: string; default: string };
  functions: FunctionSummary[];
  /** The functions that are not run, each with the reason. */
  errors: FunctionError[];
  /** Runs a timer function once, now. Rejects with what it fails with. */
  runTimer(name: string): Promise<void>;
  /** Resolves as soon as no invocation runs and what timers remember is written. */
  idle(): Promise<void>;
  /** Fires no more, waits up to 5 s for what runs, closes receivers, then runs the appTerminate hooks. */
  stop(): Promise<void>;
};

type FunctionSummary = { name: string; trigger: string; route?: string; isDisabled?: true };

const graceMilliseconds = 5000;

/**
 * Loads a built app and runs it as the Functions host would. One host per process.
 * @throws {HostError} for a mistake to mend, such as a port in use; whatever the app throws while it is loaded.
 */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { appDirectory, port, stateDirectory, log, clock = createRealClock() } = options;
  const settings = createAppSettings(options.settings);
  const config = await readHostConfig(appDirectory, settings);
  const logs = createFunctionLogs(log, config.minimumLevel);
  Object.assign(process.env, definedOnly(options.settings));

  const app = await loadApp(appDirectory, (level, category, message) =>
    logs.fromApp({ level, category, message }, undefined),
  );
  logs.hooksOf(app.registry);
  const { definitions, errors } = readFunctionDefinitions(app.registry.functions.values(), settings);
  for (const { name, message } of errors) {
    logs.host('error', `The function '${name}' is in error and is not run: ${message}`);
  }

  const keys = await loadHostKeys(
    stateDirectory,
    definitionsOf(definitions, 'http').map(({ name }) => name),
  );
  const invoker = createInvoker(app, logs);
  const statusFile = await openTimerStatusFile(stateDirectory);
  const timers = createHostTimers(definitionsOf(definitions, 'timer'), { clock, statusFile, invoker, logs });

  const runByHand = async ({ name, registered, trigger }: FunctionDefinition, input: string): Promise<void> => {
    if (trigger.type === 'timer') {
      await timers.runByHand(name);
    } else {
      await invoker.invoke(registered, { reason: 'by hand', data: { string: input } });
    }
  };
  const httpFunctions = createHttpFunctions(definitionsOf(definitions, 'http'), config.routePrefix, keys, invoker);
  const adminEndpoints = createAdminEndpoints(definitions, keys, runByHand);
  const server = await startHttpServer(
    port,
    (request, response, url) =>
      (/^\/admin(\/|$)/i.test(url.pathname) ? adminEndpoints : httpFunctions)(request, response, url),
    (error) => logs.host('error', `a request could not be answered: ${describeError(error)}`),
  );
  await timers.start();
  const serviceBusFunctions = definitionsOf(definitions, 'serviceBus');
  const listeners = startHostListeners(serviceBusFunctions, config.serviceBus, invoker, logs);

  const idle = async (): Promise<void> => {
    await invoker.idle();
    await statusFile.flushed();
  };

  const stop = async (): Promise<void> => {
    timers.stop();
    await atMost(graceMilliseconds, Promise.all([server.close(), listeners.finish()]).then(idle));
    await atMost(graceMilliseconds, listeners.close());
    await app.runHooks('appTerminate', { hookData: {}, appHookData: {} });
    app.release();
  };

  return {
    url: server.url,
    keys: { master: keys.master, default: keys.default },
    functions: definitions.map((definition) => summarize(definition, config.routePrefix)),
    errors,
    runTimer: timers.runByHand,
    idle,
    stop,
  };
}

function summarize({ name, trigger, isDisabled }: FunctionDefinition, routePrefix: string): FunctionSummary {
  const route =
    trigger.type === 'http' ? { route: `/${[routePrefix, trigger.route.text].filter(Boolean).join('/')}` } : {};
  return { name, trigger: trigger.type, ...route, ...(isDisabled ? { isDisabled } : {}) };
}

function definedOnly(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const defined = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(defined);
}

/** Waits for the promise, but not for longer. */
async function atMost(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const giveUp = new AbortController();
  await Promise.race([promise, setTimeout(milliseconds, undefined, { signal: giveUp.signal }).catch(() => {})]);
  giveUp.abort();
}
