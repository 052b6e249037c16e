import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { shortType } from './event-line.ts';

export interface Arrival {
  readonly id: string;
  readonly key: string;
  /** `state-changed`, ... */
  readonly type: string;
}

/**
 * What has reached the subscriber, kept in a file: delivery is at least once, so each id is noted once for good.
 * The file is written before a message is completed.
 */
export type Arrivals = ReturnType<typeof openArrivals>;

/**
 * What has arrived over the kept data so far.
 * @throws the error of the system where the file cannot be read; `add` throws it where it cannot be written.
 */
export function openArrivals(file: string) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  // The last line may be cut short by a kill; its message was not completed then and comes again.
  const arrivals = lines.flatMap((line): Arrival[] => (line.endsWith('}') ? [JSON.parse(line)] : []));
  const seen = new Set(arrivals.map((arrival) => arrival.id));
  const listeners: (() => void)[] = [];

  return {
    /** @returns false for an event that has been here before. */
    add(event: { id: string; subject: string; type: string }): boolean {
      if (seen.has(event.id)) return false;
      const arrival = { id: event.id, key: event.subject, type: shortType(event.type) };
      appendFileSync(file, `\n${JSON.stringify(arrival)}`);
      seen.add(event.id);
      arrivals.push(arrival);
      for (const listener of listeners) listener();
      return true;
    },
    all: (): readonly Arrival[] => arrivals,
    onArrival: (listener: () => void) => {
      listeners.push(listener);
    },
  };
}
