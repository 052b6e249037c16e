import type { AppSettings } from '../app-settings.ts';
import type { Binding } from '../core-module.ts';
import { HostError } from '../host-error.ts';
import { type NcrontabSchedule, parseNcrontab } from './ncrontab.ts';
import { type RetryPolicy, readRetryPolicy } from './retry-policy.ts';

export type TimerTrigger = {
  type: 'timer';
  schedule: NcrontabSchedule;
  useMonitor: boolean;
  runOnStartup: boolean;
  retryPolicy: RetryPolicy | undefined;
};

/** @throws {HostError} for a schedule or retry policy that cannot be read. */
export function readTimerTrigger(
  options: Binding,
  retryOptions: Readonly<Record<string, unknown>> | undefined,
  settings: AppSettings,
): TimerTrigger {
  const expression = settings.resolve(String(options['schedule']));
  return {
    type: 'timer',
    schedule: readSchedule(expression),
    useMonitor: options['useMonitor'] !== false,
    runOnStartup: options['runOnStartup'] === true,
    retryPolicy: retryOptions === undefined ? undefined : readRetryPolicy(retryOptions),
  };
}

function readSchedule(expression: string): NcrontabSchedule {
  try {
    return parseNcrontab(expression);
  } catch (error) {
    throw new HostError(
      `its schedule '${expression}' cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}
