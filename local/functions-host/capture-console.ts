import { format } from 'node:util';
import type { Log, LogLevel } from './log.ts';

const levels = { log: 'information', info: 'information', debug: 'debug', warn: 'warning', error: 'error' } as const;

/** Turns what the app prints with `console` into log lines, as the worker does: they belong to no function. */
export function captureConsole(log: Log): void {
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, LogLevel][]) {
    console[method] = (...values: unknown[]) => log(level, 'console', format(...values));
  }
}
