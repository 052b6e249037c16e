import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitStatuses, hardwareStates, hardwareSteps } from '../../shared/domain/hardware-state.ts';
import { publishingStatuses } from '../../shared/domain/msi-status.ts';
import { directionOf, outcomeOf } from '../../shared/domain/outcome.ts';
import { storeStatuses } from '../../shared/domain/store-status.ts';
import { type Kind, kinds } from '../../shared/domain/submission-key.ts';

interface Row {
  readonly place: number;
  readonly state: string;
  readonly where: string;
  readonly outcome: string;
}

const page = readFileSync(join(process.cwd(), 'docs/states.md'), 'utf8');

/** The rows below the one heading that names the kind. */
function rowsOf(kind: Kind): Row[] {
  const sections = page.split(/^## /m).filter((section) => section.split('\n')[0]?.includes(`\`${kind}\``));
  expect(sections).toHaveLength(1);
  const rows = (sections[0] ?? '').split('\n').filter((line) => /^\| [\d–]/.test(line));
  return rows.map((line) => {
    const [, place, state, where, outcome] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    return { place: Number(place), state: state ?? '', where: where ?? '', outcome: outcome ?? '' };
  });
}

const keys: Readonly<Record<Kind, readonly string[]>> = {
  hardware: [
    ...Object.keys(commitStatuses),
    ...Object.keys(hardwareSteps).flatMap((step) => Object.keys(hardwareStates).map((state) => `${step}/${state}`)),
  ],
  addon: Object.keys(storeStatuses),
  app: Object.keys(storeStatuses),
  flight: Object.keys(storeStatuses),
  msi: Object.keys(publishingStatuses),
};

describe.each([...kinds])('the states of %s', (kind) => {
  it('are all there, each with its outcome', () => {
    const rows = rowsOf(kind).filter(({ state }) => !/anyother/i.test(state));
    expect([...new Set(rows.map(({ state }) => state))].sort()).toEqual([...keys[kind]].sort());
    for (const { state, where, outcome } of rows) {
      if (where === '') expect([state, outcome]).toEqual([state, outcomeOf(kind, { state })]);
    }
  });

  it('have places that say the direction of a move', () => {
    const rows = rowsOf(kind);
    for (const from of rows) {
      for (const to of rows) {
        const inPlaces = to.place > from.place ? 'forward' : to.place < from.place ? 'backward' : 'unknown';
        const told = shareTheirPlaces(from, to, rows) ? 'unknown' : inPlaces;
        expect([from.state, to.state, told]).toEqual([from.state, to.state, directionOf(kind, from.state, to.state)]);
      }
    }
  });

  it('are followed by what becomes of others', () => {
    const others = rowsOf(kind).filter(({ state }) => /anyother/i.test(state));
    expect(others.map(({ outcome }) => outcome)).toContain('unknown');
    for (const { state, outcome } of others) expect([state, outcome]).toEqual([state, outcomeOf(kind, { state })]);
  });
});

/** Whether they are of two steps that stand side by side: then neither is ahead. */
function shareTheirPlaces(from: Row, to: Row, rows: readonly Row[]): boolean {
  const [step, other] = [from, to].map(({ state }) => state.split('/')[0]);
  const startOf = (name: string | undefined) => rows.find(({ state }) => state === `${name}/started`)?.place;
  return step !== other && startOf(step) !== undefined && startOf(step) === startOf(other);
}

describe('a state that does not decide alone', () => {
  it.each([
    ['app', 'Release', 'publish mode Manual', 'waiting'],
    ['app', 'Release', 'publish mode Immediate', 'inProgress'],
    ['msi', 'FAILED', 'hasFailed true', 'failed'],
    ['msi', 'FAILED', 'hasFailed false', 'inProgress'],
  ] as const)('%s %s with %s is %s', (kind, state, where, outcome) => {
    const rows = rowsOf(kind).filter((row) => row.state === state && row.where.includes(where));
    expect(rows.map((row) => row.outcome)).toEqual([outcome]);
  });
});
