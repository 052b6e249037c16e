import { odata } from '@azure/data-tables';
import { type EventName, eventNames } from '../../contract/event.ts';

/**
 * The column has one of the values. Of more than half of them it is shorter to say which it has not: all conditions of a query
 * together may have 15 comparisons.
 * @param all values that the column can have.
 * @returns undefined where nothing is asked for.
 */
export function isAnyOf(
  column: string,
  values: readonly string[] | undefined,
  all: readonly string[],
): string | undefined {
  if (values === undefined) return undefined;
  const asked = all.filter((value) => values.includes(value));
  const others = all.filter((value) => !values.includes(value));
  if (asked.length > others.length) return allOf(...others.map((value) => `${column}${odata` ne ${value}`}`));
  const comparisons = asked.map((value) => `${column}${odata` eq ${value}`}`);
  return comparisons.length === 1 ? comparisons[0] : `(${comparisons.join(' or ')})`;
}

export function hasType(types: readonly EventName[] | undefined): string | undefined {
  return isAnyOf('type', types?.map(typeOf), eventNames.map(typeOf));
}

/** All of them; undefined where there is none. */
export function allOf(...conditions: readonly (string | undefined)[]): string | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? undefined : given.join(' and ');
}

function typeOf(name: EventName): string {
  return `submissionwatch.${name}.v1`;
}
