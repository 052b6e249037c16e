import { pollSliceFunction } from '../../functions/poll-slice.ts';
import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { watchHealthFunction } from '../../functions/watch-health.ts';
import { deliver, runTimer } from '../support/call-function.ts';
import type { FakeServices } from '../support/fake-services.ts';

/** Fields of the lines that queries read: `pass` of a pass, `slice` of a slice, `watcher` of a look at its own health. */
export interface LoggedFields {
  readonly pass: readonly string[];
  readonly slice: readonly string[];
  readonly watcher: readonly string[];
}

/** Runs all of them and reads the one line of JSON that each logs, the way the queries do. */
export async function loggedFields({ services }: FakeServices): Promise<LoggedFields> {
  const at = services.now().toISOString();
  const pass = await runTimer(pollSubmissionsFunction(services));
  const empty = { id: 'an-id', submissions: [], products: [], startAt: at, endAt: at };
  const slice = await deliver(pollSliceFunction(services), empty);
  const watcher = await runTimer(watchHealthFunction(services));
  return { pass: fieldsOf(pass, 'poll: '), slice: fieldsOf(slice, 'slice: '), watcher: fieldsOf(watcher, 'watcher: ') };
}

function fieldsOf(logged: readonly string[], start: string): string[] {
  const lines = logged.map((line) => line.replace(/^\w+: /, ''));
  const line = lines.find((one) => one.startsWith(`${start}{`));
  if (line === undefined) throw new Error(`There is no line ${start}{...}: ${lines.join(' | ')}`);
  return Object.keys(JSON.parse(line.slice(start.length)) as object);
}
