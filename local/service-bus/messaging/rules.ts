import type { RuleFilter, RuleSettings } from '../entity-settings.ts';
import { matchesCorrelation } from '../filters/correlation-filter.ts';
import type { FilterSubject } from '../filters/filter-subject.ts';
import { matchesSql } from '../filters/sql-evaluator.ts';
import { parseSqlFilter } from '../filters/sql-parser.ts';

export interface Rules {
  /** True when any rule lets the message in: a subscription gets one copy however many of its rules match. */
  match(subject: FilterSubject): boolean;
  list(): RuleSettings[];
  /** False when there is a rule of this name. @throws SqlSyntaxError */
  add(rule: RuleSettings): boolean;
  /** False when there is none of this name. */
  remove(name: string): boolean;
}

interface Rule {
  readonly settings: RuleSettings;
  readonly matches: (subject: FilterSubject) => boolean;
}

/** Service Bus gives a subscription without rules this one. */
const matchAll: RuleSettings = { name: '$Default', filter: { kind: 'sql', expression: '1=1' } };

/** The rules of one subscription. Changes made at run time last until the broker stops: Config.json is the truth at each start. */
export function createRules(initial: readonly RuleSettings[]): Rules {
  const rules = new Map<string, Rule>();

  function add(settings: RuleSettings): boolean {
    const key = settings.name.toLowerCase();
    if (rules.has(key)) return false;
    rules.set(key, { settings, matches: compile(settings.filter) });
    return true;
  }

  for (const settings of initial.length > 0 ? initial : [matchAll]) add(settings);

  return {
    match: (subject) => [...rules.values()].some((rule) => rule.matches(subject)),
    list: () => [...rules.values()].map(({ settings }) => settings),
    add,
    remove: (name) => rules.delete(name.toLowerCase()),
  };
}

function compile(filter: RuleFilter): Rule['matches'] {
  if (filter.kind === 'correlation') return (subject) => matchesCorrelation(filter.conditions, subject);
  const expression = parseSqlFilter(filter.expression);
  return (subject) => matchesSql(expression, subject);
}
