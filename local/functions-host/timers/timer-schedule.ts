import type { NcrontabSchedule } from './ncrontab.ts';

/** What a timer remembers of itself. `last` is absent until the first run; `next` is absent where nothing follows. */
export type ScheduleStatus = { last?: Date; next?: Date; lastUpdated: Date };

/** Monitoring is off for schedules that occur more than once a minute, whatever the function asks for. */
export function isMonitored(schedule: NcrontabSchedule, useMonitor: boolean | undefined): boolean {
  return useMonitor !== false && schedule.occurrencesPerMinute === 1;
}

/** The status of a timer that has never run. */
export function firstStatus(schedule: NcrontabSchedule, now: Date): ScheduleStatus {
  return withNext({ lastUpdated: now }, schedule.next(now));
}

/**
 * What a start of the host makes of a stored status. The timer is past due if the stored next occurrence was missed; a
 * schedule that has changed since is calculated anew, and from now if it would otherwise be overdue at once.
 */
export function resumeStatus(
  schedule: NcrontabSchedule,
  stored: ScheduleStatus,
  now: Date,
): { status: ScheduleStatus; isPastDue: boolean } {
  const expected = schedule.next(stored.last ?? stored.lastUpdated);
  if (expected?.getTime() !== stored.next?.getTime()) {
    const changed =
      expected !== undefined && expected >= now
        ? withNext({ lastUpdated: stored.last ?? stored.lastUpdated }, expected)
        : firstStatus(schedule, now);
    return { status: changed, isPastDue: false };
  }
  return { status: stored, isPastDue: stored.next !== undefined && stored.next < now };
}

/** The status after a run. The next occurrence counts from the start of the run, so that ticks missed meanwhile fold into one. */
export function statusAfterRun(schedule: NcrontabSchedule, startedAt: Date): ScheduleStatus {
  return withNext({ last: startedAt, lastUpdated: startedAt }, schedule.next(startedAt));
}

/** The timer object a function is handed, in the casing of the host; the library turns it to camel case. */
export function timerTriggerData(status: ScheduleStatus | undefined, isPastDue: boolean): unknown {
  return {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: status === undefined ? null : scheduleStatusData(status),
    IsPastDue: isPastDue,
  };
}

// The zero date of .NET stands where nothing has happened yet.
const never = '0001-01-01T00:00:00';

function scheduleStatusData(status: ScheduleStatus): unknown {
  return {
    Last: status.last?.toISOString() ?? never,
    Next: status.next?.toISOString() ?? never,
    LastUpdated: status.lastUpdated.toISOString(),
  };
}

function withNext(status: ScheduleStatus, next: Date | undefined): ScheduleStatus {
  return next === undefined ? status : { ...status, next };
}
