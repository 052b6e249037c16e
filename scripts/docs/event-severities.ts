import { decideOnRead } from '../../shared/domain/decide.ts';
import { kinds } from '../../shared/domain/submission-key.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import { testEvent } from '../../shared/domain/watcher-health.ts';
import { exampleRules, submissionExamples, watcherExamples } from './example-events.ts';
import { anyKey, knownStates } from './known-states.ts';

const order = ['info', 'success', 'warning', 'error'] as const;

/**
 * The severities that events of each type have: in the examples, over every move from a known state to a known state, and
 * in tests, where one may choose.
 */
export function eventSeverities(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const tests = order.map((severity) => testEvent('', severity, new Date(0), exampleRules.source));
  for (const { type, data } of [...submissionExamples(), ...watcherExamples(), ...everyMove(), ...tests]) {
    found.set(type, (found.get(type) ?? new Set()).add(data.severity));
  }
  return new Map([...found].map(([type, severities]) => [type, order.filter((severity) => severities.has(severity))]));
}

function everyMove() {
  const now = new Date(0);
  return kinds.flatMap((kind) => {
    const reads = knownStates(kind).map(({ read }) => read);
    return reads.flatMap((from) => {
      const first = decideOnRead(newlyTracked(anyKey(kind), now), from, now, exampleRules, 0);
      const moves = reads.flatMap((to) => decideOnRead(first.next, to, now, exampleRules, 0).events);
      return [...first.events, ...moves];
    });
  });
}
