import type { Event, EventOf } from '../../../shared/contract/event.ts';
import { issueMark, type Outcome, reportMark, rolloutMark } from '../script/face.ts';
import type { Violation } from './violation.ts';

/** What a subscriber knows of a submission after a number of its events. */
export interface Fold {
  readonly discovered: boolean;
  readonly unreachable: boolean;
  /** Absent before the first sight of it. */
  readonly sight?: Sight;
}

export interface Sight {
  readonly state: string;
  readonly outcome: Outcome;
  /** Identities, a multiset. */
  readonly issues: readonly string[];
  readonly reports: readonly string[];
  readonly artifacts: readonly string[];
  readonly rollout: string;
}

interface Broken {
  readonly broken: Pick<Violation, 'kind' | 'expected' | 'came'>;
}

type Step = { readonly fold: Fold } | Broken;

export const nothingKnown: Fold = { discovered: false, unreachable: false };

const muted = 'warning salesunsupportedwarning:';

/** What is known after one event more; `broken` where it does not follow from what was known before. */
export function follow(fold: Fold, event: Event): Step {
  switch (event.type) {
    case 'submissionwatch.submission.discovered.v1':
      if (fold.discovered || fold.sight !== undefined) return broken('double', 'one discovery, at first', event.type);
      return { fold: { ...fold, discovered: true } };
    case 'submissionwatch.submission.tracked.v1':
      if (fold.sight !== undefined) return broken('double', 'one first sight', event.type);
      return { fold: { ...fold, sight: firstSight(event) } };
    case 'submissionwatch.submission.unreachable.v1':
      if (fold.unreachable) return broken('double', 'unreachable once', event.type);
      return { fold: { ...fold, unreachable: true } };
    case 'submissionwatch.submission.recovered.v1':
      if (!fold.unreachable) return broken('double', 'recovered once, after it was unreachable', event.type);
      return { fold: { ...fold, unreachable: false } };
    case 'submissionwatch.submission.stalled.v1':
      return broken('unexplained', 'nothing stalls within the limits', event.type);
    default:
      if (fold.sight === undefined) return broken('lost', 'a first sight before any change', event.type);
      return followChange(fold, fold.sight, event);
  }
}

type Changed = Exclude<
  Event,
  {
    type: `submissionwatch.submission.${'discovered' | 'tracked' | 'unreachable' | 'recovered' | 'stalled'}.v1`;
  }
>;

function followChange(fold: Fold, sight: Sight, { type, data }: Changed): Step {
  const seen = (next: Partial<Sight>): Step => ({ fold: { ...fold, sight: { ...sight, ...next } } });
  switch (type) {
    case 'submissionwatch.submission.state-changed.v1': {
      const step = moved(sight, data);
      return 'broken' in step ? step : seen(step);
    }
    case 'submissionwatch.submission.errors-raised.v1':
    case 'submissionwatch.submission.warnings-raised.v1': {
      const severity = type.includes('errors') ? 'error' : 'warning';
      const strange = data.issues.find((issue) => issue.severity !== severity);
      if (strange !== undefined) return broken('unexplained', `issues that are ${severity}s`, text(strange));
      return seen({ issues: [...sight.issues, ...data.issues.map(issueMark)].sort() });
    }
    case 'submissionwatch.submission.issues-cleared.v1': {
      const issues = without(sight.issues, data.issues.map(issueMark));
      if (issues === undefined) return broken('unexplained', text(sight.issues), `cleared ${text(data.issues)}`);
      return seen({ issues });
    }
    case 'submissionwatch.submission.report-added.v1': {
      const reports = extended(sight.reports, data.reports.map(reportMark));
      return reports === undefined ? broken('double', 'each report once', text(data.reports)) : seen({ reports });
    }
    case 'submissionwatch.submission.artifact-available.v1': {
      const artifacts = extended(
        sight.artifacts,
        data.artifacts.map((artifact) => artifact.toLowerCase()),
      );
      return artifacts === undefined
        ? broken('double', 'each artifact once', text(data.artifacts))
        : seen({ artifacts });
    }
    case 'submissionwatch.submission.rollout-changed.v1':
      if (rolloutMark(data.from) !== sight.rollout)
        return broken('lost', `a rollout from ${sight.rollout}`, `one from ${rolloutMark(data.from)}`);
      return seen({ rollout: rolloutMark(data.to) });
  }
}

function moved(sight: Sight, data: EventOf<'submission.state-changed'>['data']): Partial<Sight> | Broken {
  const { from, to, fromOutcome, toOutcome, resolvedIssues } = data;
  const before = `${sight.state} (${sight.outcome})`;
  const [cameFrom, cameTo] = [`${from} (${fromOutcome})`, `${to} (${toOutcome})`];
  if (cameFrom !== before) return broken('lost', `a move from ${before}`, `one from ${cameFrom} to ${cameTo}`);
  // Another casing is no other state.
  if (cameTo.toLowerCase() === before.toLowerCase())
    return broken('unexplained', `a move from ${before}`, `one to ${cameTo}`);
  const issues = without(sight.issues, resolvedIssues.map(issueMark));
  if (issues === undefined) return broken('unexplained', text(sight.issues), `resolved ${text(resolvedIssues)}`);
  return { state: to, outcome: toOutcome, issues };
}

function firstSight({ data }: Extract<Event, { type: 'submissionwatch.submission.tracked.v1' }>): Sight {
  const { issues, reports, artifacts, rollout } = data.snapshot;
  return {
    state: data.state,
    outcome: data.outcome,
    issues: issues
      .map(issueMark)
      .filter((mark) => !mark.startsWith(muted))
      .sort(),
    reports: reports.map(reportMark).sort(),
    artifacts: artifacts.map((artifact) => artifact.toLowerCase()).sort(),
    rollout: rolloutMark(rollout),
  };
}

/** @returns undefined where something is to be taken out that is not in. */
function without(list: readonly string[], out: readonly string[]): readonly string[] | undefined {
  const left = [...list];
  for (const item of out) {
    const index = left.indexOf(item);
    if (index < 0) return undefined;
    left.splice(index, 1);
  }
  return left;
}

/** @returns undefined where something is in already. */
function extended(list: readonly string[], added: readonly string[]): readonly string[] | undefined {
  return added.some((item) => list.includes(item)) ? undefined : [...list, ...added].sort();
}

function broken(kind: Violation['kind'], expected: string, came: string): Broken {
  return { broken: { kind, expected, came } };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
