import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from '../json-file.ts';
import type { ScheduleStatus } from './timer-schedule.ts';

/** Keeps the schedule status of every monitored timer, in one file of the state folder. */
export type TimerStatusFile = {
  load(functionName: string): Promise<ScheduleStatus | undefined>;
  save(functionName: string, status: ScheduleStatus): Promise<void>;
  /** Resolves when everything saved so far is in the file. */
  flushed(): Promise<void>;
};

/** @throws {HostError} where the file is there and does not hold a JSON object. */
export async function openTimerStatusFile(stateDirectory: string): Promise<TimerStatusFile> {
  const path = join(stateDirectory, 'timers.json');
  const statuses = (await readJsonFile(path)) ?? {};
  let lastWrite: Promise<void> = Promise.resolve();

  return {
    load: async (functionName) => readStatus(statuses[functionName]),
    save: (functionName, status) => {
      statuses[functionName] = status;
      // One write after the other: the file always ends up as the newest of them.
      lastWrite = lastWrite.catch(() => {}).then(() => writeJsonFile(path, statuses));
      return lastWrite;
    },
    flushed: () => lastWrite.catch(() => {}),
  };
}

function readStatus(stored: unknown): ScheduleStatus | undefined {
  const { last, next, lastUpdated } = stored instanceof Object ? (stored as Record<string, unknown>) : {};
  const updated = readDate(lastUpdated);
  if (updated === undefined) {
    return undefined;
  }
  const lastRun = readDate(last);
  const following = readDate(next);
  return {
    lastUpdated: updated,
    ...(lastRun === undefined ? {} : { last: lastRun }),
    ...(following === undefined ? {} : { next: following }),
  };
}

function readDate(value: unknown): Date | undefined {
  const date = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}
