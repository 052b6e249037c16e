import type { Violation } from './oracle/violation.ts';
import type { Round } from './plan.ts';
import type { Tally } from './tally.ts';

export interface FaultReport {
  readonly seed: number;
  /** Rounds that were run: the first one with a violation is the last. */
  readonly rounds: number;
  readonly tally: Tally;
  readonly violations: readonly Violation[];
}

/** The table at the end of a run, and what was wrong. */
export function reportOf({ seed, rounds, tally, violations }: FaultReport): string {
  const wrong = (kind: string) => violations.filter((violation) => violation.kind === kind).length;
  const sum = (entries: readonly (readonly [string, number])[]) =>
    entries.reduce((total, [, count]) => total + count, 0);
  const kills = tally.under('kill the app: ');
  const rows: [string, number | string][] = [
    ['seed', seed],
    ['rounds', rounds],
    ['passes', tally.of('passes')],
    ['checks', tally.of('checks')],
    ['kills of the app', sum(kills)],
    ...kills.map(([name, count]): [string, number] => [`  ${name}`, count]),
    ...(['kill the broker', 'stop the broker', 'restart Azurite', 'cut the connection'] as const).map(
      (blow): [string, number] => [blow, sum(tally.under(`${blow}: `))],
    ),
    ...tally.under('answer: ').map(([name, count]): [string, number] => [`answers ${name}`, count]),
    ...tally
      .under('kill the notifier: ')
      .map(([name, count]): [string, number] => [`kill the notifier ${name}`, count]),
    ['passes with a webhook down', tally.of('webhook down')],
    ...tally.under('webhook: ').map(([name, count]): [string, number] => [`webhook answered ${name}`, count]),
    ['rounds with noise', tally.of('hasNoise')],
    ['rounds with two hosts', tally.of('hasSecondHost')],
    ['rounds in slices', tally.of('hasSlices')],
    ['passes beside another', tally.of('passes beside another')],
    ['revoked tokens', tally.of('revokesTokens')],
    ['untracked for a while', tally.of('untracked')],
    ['changes scripted', tally.of('changes')],
    ['events received', tally.of('events')],
    ['repeated sends', tally.of('repeats')],
    ...tally.under('told: ').map(([name, count]): [string, number] => [name, count]),
    ['messages again, after a kill or a lost answer', tally.of('posted again')],
    ['lost', wrong('lost')],
    ['doubles', wrong('double')],
    ['unexplained', wrong('unexplained')],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
  const details = violations.map(
    ({ kind, about, at, expected, came }) =>
      `\n${kind}: ${about}${at === undefined ? '' : ` (${at})`}\n  expected: ${expected}\n  came:     ${came}`,
  );
  return [table, ...details].join('\n');
}

/** A round in a line. */
export function lineOf(
  { number, beats, answers, hasSecondHost, hasSlices, isChecked }: Round,
  events: number,
  ms: number,
) {
  const strikes = beats.flatMap((beat) => beat.strikes);
  const parts = [
    `round ${number}`,
    `${beats.length} passes`,
    ...(hasSecondHost ? ['two hosts'] : []),
    ...(hasSlices ? ['slices'] : []),
    ...answers.map(({ name }) => `answers ${name}`),
    ...strikes.map(({ blow, moment }) => `${blow} (${moment.step} ${moment.nth})`),
    ...(isChecked ? [`checked: ${events} events`] : []),
  ];
  return `${parts.join('; ')}; ${(ms / 1000).toFixed(1)} s`;
}
