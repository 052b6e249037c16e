import type { Clock } from '../clock.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import type { FunctionLogs } from '../function-logs.ts';
import type { Invoker } from '../invoker.ts';
import { runWithRetries } from './retry-policy.ts';
import { createTimerRunner, type TimerRunner } from './timer-runner.ts';
import { timerTriggerData } from './timer-schedule.ts';
import type { TimerStatusFile } from './timer-status-file.ts';
import type { TimerTrigger } from './timer-trigger.ts';

type TimerFunction = FunctionDefinition<TimerTrigger>;

/** The timers of an app. */
type HostTimers = {
  start(): Promise<void>;
  /** Runs the function once, without retries and without touching its schedule. */
  runByHand(name: string): Promise<void>;
  /** Fires no more and gives up retries that are waited for. */
  stop(): void;
};

/** A runner for each function; none fires before `start`, and disabled ones never do by themselves. */
export function createHostTimers(
  definitions: readonly TimerFunction[],
  {
    clock,
    statusFile,
    invoker,
    logs,
  }: {
    clock: Clock;
    statusFile: TimerStatusFile;
    invoker: Invoker;
    logs: FunctionLogs;
  },
): HostTimers {
  const stopping = new AbortController();

  const createRunner = ({ name, registered, trigger }: TimerFunction): TimerRunner =>
    createTimerRunner(trigger, {
      clock,
      loadStatus: () => statusFile.load(name),
      saveStatus: (status) => statusFile.save(name, status),
      run: (status, isPastDue) => {
        const data = { json: JSON.stringify(timerTriggerData(status, isPastDue)) };
        return runWithRetries(
          (retryContext) =>
            invoker.invoke(registered, {
              reason: retryContext && retryContext.retryCount > 0 ? `retry ${retryContext.retryCount}` : 'timer',
              data,
              ...(retryContext === undefined ? {} : { retryContext }),
            }),
          trigger.retryPolicy,
          clock,
          stopping.signal,
        );
      },
      log: (level, message) => logs.ofFunction(level, name, message),
    });
  const runners = new Map(definitions.map((definition) => [definition, createRunner(definition)]));

  return {
    start: async () => {
      const enabled = [...runners].filter(([{ isDisabled }]) => !isDisabled);
      await Promise.all(enabled.map(([, runner]) => runner.start()));
    },
    runByHand: async (name) => {
      const found = [...runners].find(([definition]) => definition.name === name);
      if (found === undefined) {
        throw new RangeError(`there is no timer function '${name}'`);
      }
      const [{ registered }, runner] = found;
      const data = { json: JSON.stringify(timerTriggerData(runner.monitoredStatus(), false)) };
      await invoker.invoke(registered, { reason: 'by hand', data });
    },
    stop: () => {
      stopping.abort();
      for (const runner of runners.values()) {
        runner.stop();
      }
    },
  };
}
