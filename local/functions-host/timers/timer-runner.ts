import type { Clock } from '../clock.ts';
import { describeError } from '../log.ts';
import type { NcrontabSchedule } from './ncrontab.ts';
import { firstStatus, isMonitored, resumeStatus, type ScheduleStatus, statusAfterRun } from './timer-schedule.ts';

export type TimerOptions = {
  schedule: NcrontabSchedule;
  useMonitor?: boolean;
  runOnStartup?: boolean;
};

type TimerSurroundings = {
  clock: Clock;
  loadStatus(): Promise<ScheduleStatus | undefined>;
  saveStatus(status: ScheduleStatus): Promise<void>;
  /** Runs the function with its retries. Resolves to false where it was given up because the host stops. */
  run(status: ScheduleStatus | undefined, isPastDue: boolean): Promise<boolean>;
  log(level: 'information' | 'warning' | 'error', message: string): void;
};

export type TimerRunner = {
  /** Looks whether an occurrence was missed and arms the timer. Does not wait for a run it begins. */
  start(): Promise<void>;
  /** What a run by hand is told of the schedule; undefined where it is not monitored. */
  monitoredStatus(): ScheduleStatus | undefined;
  /** Fires no more. A run that is going on is not touched. */
  stop(): void;
};

/** One timer. It is armed anew only after a run has ended, so runs never overlap and missed ticks fold into one. */
export function createTimerRunner(options: TimerOptions, surroundings: TimerSurroundings): TimerRunner {
  const { schedule } = options;
  const { clock, log } = surroundings;
  const monitored = isMonitored(schedule, options.useMonitor);
  let status: ScheduleStatus | undefined;
  let stopped = false;
  let disarm = (): void => {};

  const arm = (): void => {
    if (stopped) {
      return;
    }
    if (status?.next === undefined) {
      log('warning', 'the schedule has no further occurrence');
      return;
    }
    disarm = clock.at(status.next, () => fire(false));
  };

  const fire = (isPastDue: boolean): void => {
    runOnce(isPastDue)
      .catch((error: unknown) => log('error', `the timer's status cannot be kept: ${describeError(error)}`))
      .finally(arm);
  };

  const runOnce = async (isPastDue: boolean): Promise<void> => {
    const startedAt = clock.now();
    if (await surroundings.run(monitored ? status : undefined, isPastDue)) {
      status = statusAfterRun(schedule, startedAt);
      if (monitored) {
        await surroundings.saveStatus(status);
      }
    }
  };

  return {
    start: async () => {
      const now = clock.now();
      const stored = monitored ? await surroundings.loadStatus() : undefined;
      const resumed =
        stored === undefined
          ? { status: firstStatus(schedule, now), isPastDue: false }
          : resumeStatus(schedule, stored, now);
      status = resumed.status;
      if (monitored) {
        await surroundings.saveStatus(status);
      }
      if (resumed.isPastDue) {
        log('information', `an occurrence was missed at ${status.next?.toISOString()}: it runs now`);
      }
      if (resumed.isPastDue || options.runOnStartup === true) {
        fire(resumed.isPastDue);
      } else {
        arm();
      }
    },
    monitoredStatus: () => (monitored ? status : undefined),
    stop: () => {
      stopped = true;
      disarm();
    },
  };
}
