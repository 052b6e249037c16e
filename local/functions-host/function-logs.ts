import type { AppRegistry } from './core-module.ts';
import { describeError, isLogged, type Log, type LogLevel, logLevels, type MinimumLevel } from './log.ts';

/** The three kinds of lines: the host's own, those about a function, and those the app writes through the library. */
export type FunctionLogs = {
  host: (level: LogLevel, message: string) => void;
  ofFunction(level: LogLevel, functionName: string, message: string): void;
  /** `category` is `user` for what a handler logs and `system` for what the library says of itself. */
  fromApp(entry: AppLogEntry, functionName: string | undefined): void;
};

type AppLogEntry = { level: string; category: string; message: string; invocationContext?: object };

/** Lets the app's log hooks change an entry, and keeps what host.json asks for. */
export function createFunctionLogs(
  log: Log,
  minimumLevel: MinimumLevel,
): FunctionLogs & { hooksOf(app: AppRegistry): void } {
  let hooks: AppRegistry['hooks'] = new Map();
  const write = (category: string, level: LogLevel, source: string, message: string): void => {
    if (isLogged(level, minimumLevel(category))) {
      log(level, source, message);
    }
  };

  const runLogHooks = (entry: AppLogEntry): AppLogEntry => {
    const context = { ...entry, hookData: {} };
    for (const hook of hooks.get('log') ?? []) {
      try {
        hook(context);
      } catch (error) {
        write('Host.Worker', 'error', 'host', `a log hook failed: ${describeError(error)}`);
      }
    }
    return context;
  };

  return {
    hooksOf: (app) => {
      hooks = app.hooks;
    },
    host: (level, message) => write('Host', level, 'host', message),
    ofFunction: (level, functionName, message) => write(`Function.${functionName}`, level, functionName, message),
    fromApp: (given, functionName) => {
      const entry = runLogHooks(given);
      const level = logLevels.find((name) => name === entry.level) ?? 'information';
      const kind = entry.category === 'user' ? '.User' : '';
      const category = functionName === undefined ? 'Host.Worker' : `Function.${functionName}${kind}`;
      write(category, level, functionName ?? 'host', entry.message);
    },
  };
}
