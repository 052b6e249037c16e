import type { EmulatorConfig, SourceSettings } from './entity-settings.ts';
import { parseSqlFilter } from './filters/sql-parser.ts';

/** What a schema cannot see: names used twice, forwarding to nowhere or in a circle, SQL that does not parse. One line each. */
export function configFaults(config: EmulatorConfig): string[] {
  return [...repeatedNames(config), ...missingTargets(config), ...circles(config), ...brokenExpressions(config)];
}

function repeatedNames({ queues, topics }: EmulatorConfig): string[] {
  const entities = repeats([...queues, ...topics]).map((name) => `${name}: more than one queue or topic of this name`);
  const children = topics.flatMap((topic) => [
    ...repeats(topic.subscriptions).map((name) => `${topic.name}: more than one subscription "${name}"`),
    ...topic.subscriptions.flatMap(({ name, rules }) =>
      repeats(rules).map((rule) => `${topic.name}/${name}: more than one rule "${rule}"`),
    ),
  ]);
  return [...entities, ...children];
}

/** Names are compared as Service Bus compares them, without regard to case. */
function repeats(named: readonly { readonly name: string }[]): string[] {
  const names = named.map(({ name }) => name.toLowerCase());
  return names.filter((name, index) => names.indexOf(name) < index);
}

function missingTargets({ queues, topics }: EmulatorConfig): string[] {
  const known = new Set([...queues, ...topics].map(({ name }) => name.toLowerCase()));
  return [...queues, ...topics.flatMap(({ subscriptions }) => subscriptions)].flatMap((source) =>
    [source.forwardTo, source.forwardDeadLettersTo]
      .filter((target) => target !== undefined && !known.has(target.toLowerCase()))
      .map((target) => `${source.name}: forwards to "${target}", which is no queue or topic of this file`),
  );
}

/** A message sent into a circle of forwards would never come to rest. */
function circles({ queues, topics }: EmulatorConfig): string[] {
  const targets = new Map<string, readonly string[]>([
    ...queues.map((queue) => [queue.name.toLowerCase(), forwards([queue])] as const),
    ...topics.map(({ name, subscriptions }) => [name.toLowerCase(), forwards(subscriptions)] as const),
  ]);
  const follow = (path: readonly string[]): string[] =>
    (targets.get(path.at(-1) ?? '') ?? []).flatMap((target) => {
      if (target === path[0]) return [`${path[0]}: forwards in a circle: ${[...path, target].join(' → ')}`];
      return path.includes(target) ? [] : follow([...path, target]);
    });
  return [...targets.keys()].flatMap((name) => follow([name]));
}

function forwards(sources: readonly SourceSettings[]): string[] {
  return sources.flatMap(({ forwardTo }) => forwardTo?.toLowerCase() ?? []);
}

function brokenExpressions({ topics }: EmulatorConfig): string[] {
  return topics.flatMap(({ subscriptions }) =>
    subscriptions.flatMap((subscription) =>
      subscription.rules.flatMap(({ name, filter }) => {
        const fault = filter.kind === 'sql' ? sqlFault(filter.expression) : undefined;
        return fault ? [`${subscription.name}/${name}: ${fault}`] : [];
      }),
    ),
  );
}

function sqlFault(expression: string): string | undefined {
  try {
    parseSqlFilter(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
