import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { watchHealthFunction } from '../../functions/watch-health.ts';
import { runTimer } from '../support/call-function.ts';
import type { FakeServices } from '../support/fake-services.ts';

/** Fields of the lines that queries read: `pass` of a pass, `watcher` of a look at its own health. */
export interface LoggedFields {
  readonly pass: readonly string[];
  readonly watcher: readonly string[];
}

/** Runs both and reads the one line of JSON that each logs, the way the queries do. */
export async function loggedFields({ services }: FakeServices): Promise<LoggedFields> {
  const pass = await runTimer(pollSubmissionsFunction(services));
  const watcher = await runTimer(watchHealthFunction(services));
  return { pass: fieldsOf(pass, 'poll: '), watcher: fieldsOf(watcher, 'watcher: ') };
}

function fieldsOf(logged: readonly string[], start: string): string[] {
  const lines = logged.map((line) => line.replace(/^\w+: /, ''));
  const line = lines.find((one) => one.startsWith(`${start}{`));
  if (line === undefined) throw new Error(`There is no line ${start}{...}: ${lines.join(' | ')}`);
  return Object.keys(JSON.parse(line.slice(start.length)) as object);
}
