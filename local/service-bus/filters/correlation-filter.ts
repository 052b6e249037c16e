import type { CorrelationConditions, CorrelationField } from '../entity-settings.ts';
import type { FilterSubject } from './filter-subject.ts';

/** All conditions must hold; text is compared exactly, and '5' is not 5. */
export function matchesCorrelation(conditions: CorrelationConditions, subject: FilterSubject): boolean {
  return (
    Object.entries(conditions.system).every(([name, value]) => subject.system[name as CorrelationField] === value) &&
    Object.entries(conditions.properties).every(([name, value]) => isSame(subject.application(name), value))
  );
}

function isSame(actual: unknown, expected: unknown): boolean {
  if (actual instanceof Date && expected instanceof Date) return actual.getTime() === expected.getTime();
  if (Buffer.isBuffer(actual) && Buffer.isBuffer(expected)) return actual.equals(expected);
  return actual === expected;
}
