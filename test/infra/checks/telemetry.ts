import type { AppFacts } from '../app-facts.ts';
import type { Infra } from '../infra.ts';
import { kqlProblems } from '../kql.ts';

/** What the owner of a deployment must be able to see, by the line and the field it is logged in. */
const figures = [
  'pass.ms',
  'pass.due',
  'pass.read',
  'pass.changed',
  'pass.published',
  'pass.failed',
  'pass.oldestDueSeconds',
  'watcher.outboxAgeSeconds',
  'watcher.devCenterBudgetLeft',
  'watcher.storeBudgetLeft',
] as const;

/** Queries ask for functions that are registered, for fields that are logged, and for words that the code says. */
export function queries({ texts }: Infra, app: AppFacts): string[] {
  return queriesOf(texts).flatMap(([path, text]) => {
    const functions = [...text.matchAll(/\bName\s*(?:==|in)\s*\(?((?:'[\w-]+'(?:,\s*)?)+)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name),
    );
    const lines = [...text.matchAll(/startswith '(\w+): \{/g)].map(([, line = '']) => line);
    const words = [...text.matchAll(/\bhas '([^']+)'|\bstartswith '(\w+: )/g)].map(
      ([, has, start]) => has ?? start ?? '',
    );
    return [
      ...functions
        .filter((name) => !app.functions.has(name))
        .map((name) => `${path} asks for ${name}, which is no function`),
      ...fieldsIn(text)
        .filter((field) => !isLogged(field, app))
        .map((field) => `${path} asks for ${field}, which is not logged`),
      ...lines
        .filter((line) => !['poll', 'slice', 'watcher'].includes(line))
        .map((line) => `${path} reads the line ${line}, which is not logged`),
      ...words
        .filter((word) => !app.sources.includes(word))
        .map((word) => `${path} looks for "${word}", which nobody logs`),
    ];
  });
}

/** Every query can be read, and asks for columns that its tables have. */
export function kql({ texts }: Infra): string[] {
  return queriesOf(texts).flatMap(([path, text]) => kqlProblems(text).map((problem) => `${path}: ${problem}`));
}

/** Every figure is in a chart, and an alert watches what is late or fails. */
export function charts(infra: Infra): string[] {
  const workbook = infra.texts.get('infra/modules/workbook.bicep') ?? '';
  const fields = (wanted: (path: string) => boolean) =>
    new Set(
      queriesOf(infra.texts)
        .filter(([path]) => wanted(path))
        .flatMap(([, text]) => fieldsIn(text).map((field) => field.replace('run.', 'pass.'))),
    );
  const charted = fields((path) => workbook.includes(path.slice('infra/'.length)));
  const watched = fields((path) => path === 'infra/queries/behind.kql');
  const alerting = ['pass.read', 'pass.failed', 'pass.oldestDueSeconds', 'watcher.outboxAgeSeconds'];
  return [
    ...figures.filter((field) => !charted.has(field)).map((field) => `${field} is in no chart`),
    ...alerting.filter((field) => !watched.has(field)).map((field) => `no alert watches ${field}`),
  ];
}

function queriesOf(texts: Infra['texts']): readonly (readonly [path: string, text: string])[] {
  return [...texts].filter(([path]) => path.endsWith('.kql'));
}

/** Such as `pass.due`; `run` is the line of a pass or of a slice. */
function fieldsIn(text: string): string[] {
  return [...text.matchAll(/\b(?:pass|slice|run|watcher)\.\w+/g)].map(([field]) => field);
}

function isLogged(field: string, { logged }: AppFacts): boolean {
  const [line, name = ''] = field.split('.');
  if (line === 'run') return logged.pass.includes(name) || logged.slice.includes(name);
  return (line === 'pass' ? logged.pass : line === 'slice' ? logged.slice : logged.watcher).includes(name);
}
