import { decideOnRead } from '../../shared/domain/decide.ts';
import { commitStatuses, hardwareStates, hardwareSteps } from '../../shared/domain/hardware-state.ts';
import { publishingStatuses } from '../../shared/domain/msi-status.ts';
import { outcomeOf, rankOf } from '../../shared/domain/outcome.ts';
import { isSettled, type Observation, type Outcome } from '../../shared/domain/snapshot.ts';
import { stallLimitSeconds } from '../../shared/domain/stall.ts';
import { storeStatuses } from '../../shared/domain/store-status.ts';
import type { Kind, SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import { exampleRules } from './example-events.ts';

type StateRead = Pick<Observation, 'state' | 'publishMode' | 'hasFailed'>;

/** A state as the code takes it. Where the outcome hangs on more than the state, there is one for each outcome. */
export interface KnownState {
  readonly read: StateRead;
  /** What else has to be so, in words; empty where the state alone decides. */
  readonly condition: string;
  readonly outcome: Outcome;
  /** 1, 2, 3 ... on the way of a submission; states may share one. Undefined: not on the way. */
  readonly place: number | undefined;
  readonly severity: string;
  readonly canStall: boolean;
  readonly isSettled: boolean;
}

/** What a state may come with, by kind. The first variant is the state alone. */
const variants: Readonly<Record<Kind, readonly { condition: string; more: Omit<StateRead, 'state'> }[]>> = {
  hardware: [{ condition: '', more: {} }],
  addon: publishModes(),
  app: publishModes(),
  flight: publishModes(),
  msi: [
    { condition: '`hasFailed` not stated', more: {} },
    { condition: '`hasFailed` true', more: { hasFailed: true } },
    { condition: '`hasFailed` false', more: { hasFailed: false } },
  ],
};

function publishModes() {
  return [
    { condition: 'publish mode not known', more: {} },
    ...['Immediate', 'Manual', 'SpecificDate'].map((publishMode) => ({
      condition: `publish mode ${publishMode}`,
      more: { publishMode },
    })),
  ];
}

/** Every state that the code knows by name, in the order of the way. */
export function knownStates(kind: Kind): KnownState[] {
  const names = stateNames(kind);
  const ranks = [...new Set(names.map((name) => rankOf(kind, name)))].filter((rank) => rank !== undefined);
  const places = new Map(ranks.sort((a, b) => a - b).map((rank, index) => [rank, index + 1]));
  const placeOf = (name: string) => places.get(rankOf(kind, name) ?? Number.NaN);
  return names
    .toSorted((a, b) => (placeOf(a) ?? Number.MAX_VALUE) - (placeOf(b) ?? Number.MAX_VALUE))
    .flatMap((name) => describeState(kind, name, placeOf(name)));
}

/** States of these forms are not known by name. */
export const otherStates: Readonly<Record<Kind, readonly string[]>> = {
  hardware: [
    'AnyOther',
    'AnyOtherFailed',
    'anyOther/started',
    'anyOther/failed',
    'signing/anyOther',
    'anyOther/anyOther',
  ],
  addon: ['AnyOther', 'AnyOtherFailed'],
  app: ['AnyOther', 'AnyOtherFailed'],
  flight: ['AnyOther', 'AnyOtherFailed'],
  msi: ['ANYOTHER'],
};

/** One entry for each outcome that the state can have. */
export function describeState(kind: Kind, state: string, place?: number): KnownState[] {
  const reads = variants[kind].map(({ condition, more }) => ({ condition, read: { state, ...more } }));
  const byOutcome = Map.groupBy(reads, ({ read }) => outcomeOf(kind, read));
  return [...byOutcome].map(([outcome, group]) => ({
    read: group[0]?.read ?? { state },
    condition: byOutcome.size === 1 ? '' : group.map(({ condition }) => condition).join(' or '),
    outcome,
    place,
    severity: severityOf(kind, group[0]?.read ?? { state }),
    canStall:
      stallLimitSeconds({ state, outcome, issues: [], reports: [], artifacts: [] }, exampleRules.stallLimits) !==
      undefined,
    isSettled: isSettled(outcome),
  }));
}

/** A key of the kind, for decisions that do not hang on it. */
export function anyKey(kind: Kind): SubmissionKey {
  return { text: `${kind}:1:1`, product: { text: `${kind}:1`, kind, productId: '1' }, submissionId: '1' };
}

function severityOf(kind: Kind, read: StateRead): string {
  const now = new Date(0);
  const { events } = decideOnRead(newlyTracked(anyKey(kind), now), read, now, exampleRules, 0);
  return events[0]?.data.severity ?? '';
}

function stateNames(kind: Kind): string[] {
  switch (kind) {
    case 'hardware':
      return [
        ...Object.keys(commitStatuses),
        ...Object.keys(hardwareSteps).flatMap((step) => Object.keys(hardwareStates).map((state) => `${step}/${state}`)),
      ];
    case 'addon':
    case 'app':
    case 'flight':
      return Object.keys(storeStatuses);
    case 'msi':
      return Object.keys(publishingStatuses);
  }
}
