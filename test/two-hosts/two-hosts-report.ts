import { isDeepStrictEqual } from 'node:util';
import type { TwoHosts } from './two-hosts.ts';

/** What two hosts did, as a table, and what of it breaks a promise. */
export function twoHostsReport(result: TwoHosts): { readonly table: string; readonly problems: readonly string[] } {
  const { options, hosts, timesRead, answers, mostInAMinute, events, expectedEvents, minutes } = result;
  const { due, requestsPerMinute } = options;
  const rows: readonly (readonly [string, string | number])[] = [
    ['due', due],
    ...hosts.map(({ slices, reads }, index) => [`host ${index + 1}`, `${slices} slices, ${reads} reads`] as const),
    ['read once', timesRead[1] ?? 0],
    ['read more than once', Object.values(timesRead).reduce((sum, count) => sum + count, 0) - (timesRead[1] ?? 0)],
    ['answers', JSON.stringify(answers)],
    ['budget a minute', requestsPerMinute],
    ['most in a minute', mostInAMinute],
    ['passes that found a plan under way', result.outplanned],
    ['changed', expectedEvents.length],
    ['events sent', events.length],
    ['minutes planned', minutes],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const promises: readonly (readonly [string, boolean])[] = [
    ['a host did nothing', hosts.every(({ slices, reads }) => slices > 0 && reads > 0)],
    ['not each was read once', isDeepStrictEqual(timesRead, { 1: due })],
    ['a read was refused or failed', isDeepStrictEqual(answers, { 200: due })],
    ['more was asked in a minute than the budget lets', mostInAMinute <= requestsPerMinute],
    ['the events are not those of the changes, each once', isDeepStrictEqual(events, expectedEvents)],
  ];
  return {
    table: rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n'),
    problems: promises.flatMap(([problem, holds]) => (holds ? [] : [`problem: ${problem}`])),
  };
}
