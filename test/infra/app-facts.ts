import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoggedFields } from './logged-lines.ts';

/** What the code says of itself that a deployment has to fit. */
export interface AppFacts {
  /** Scripts of package.json. */
  readonly scripts: readonly string[];
  /** Registered functions by name, with their trigger: `timer`, `http`, `serviceBusQueue`, `serviceBusTopic`. */
  readonly functions: ReadonlyMap<string, string>;
  readonly logged: LoggedFields;
  /** Text of `functions/` and `shared/`. */
  readonly sources: string;
  /** Names in the local Service Bus. */
  readonly localTopics: readonly string[];
  readonly localQueues: readonly string[];
  readonly localSubscriptions: readonly string[];
}

interface LocalNamespace {
  readonly Queues: readonly { readonly Name: string }[];
  readonly Topics: readonly { readonly Name: string; readonly Subscriptions: readonly { readonly Name: string }[] }[];
}

/** @param logged lines that were really logged. */
export function readAppFacts(logged: LoggedFields, root = process.cwd()): AppFacts {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const { UserConfig } = JSON.parse(read('local/service-bus/Config.json')) as {
    UserConfig: { Namespaces: readonly LocalNamespace[] };
  };
  const topics = UserConfig.Namespaces.flatMap(({ Topics }) => Topics);
  const sources = readdirSync(join(root, 'functions'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`functions/${file}`));
  return {
    scripts: Object.keys(scripts),
    functions: new Map([...sources.flatMap(registrations), ...endpointNames(read('functions/endpoints.ts'))]),
    logged,
    sources: ['functions', 'shared'].map((folder) => textIn(join(root, folder))).join('\n'),
    localTopics: topics.map(({ Name }) => Name),
    localQueues: UserConfig.Namespaces.flatMap(({ Queues }) => Queues).map(({ Name }) => Name),
    localSubscriptions: topics.flatMap(({ Subscriptions }) => Subscriptions).map(({ Name }) => Name),
  };
}

function textIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

function registrations(source: string): [name: string, trigger: string][] {
  return [...source.matchAll(/\bapp\.(\w+)\(\s*['`]([\w-]+)(?:\$\{[^}]*\})?['`]/g)].map(
    ([, trigger = '', name = '']) => [name, trigger],
  );
}

/** The entry registers the operations of the API from a table, and the dashboard beside them. */
function endpointNames(table: string): [name: string, trigger: string][] {
  const names = [...table.matchAll(/^ {2}'?([\w-]+)'?: \{$/gm)].map(([, name = '']) => name);
  return [...names, 'dashboard'].map((name) => [name, 'http']);
}
