import type { AppFacts } from '../app-facts.ts';
import type { Infra } from '../infra.ts';

/** Queries ask for functions that are registered and for fields that a pass logs. */
export function queries({ texts }: Infra, app: AppFacts): string[] {
  return [...texts]
    .filter(([path]) => path.endsWith('.kql'))
    .flatMap(([path, text]) => {
      const functions = [...text.matchAll(/\bName\s*(?:==|in)\s*\(?((?:'[\w-]+'(?:,\s*)?)+)/g)].flatMap(
        ([, list = '']) => [...list.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name),
      );
      const fields = [...text.matchAll(/\b(pass|watcher)\.(\w+)/g)].map(([, line = '', field = '']) => ({
        line,
        field,
      }));
      const isLogged = ({ line, field }: { line: string; field: string }) =>
        app.logged[line === 'pass' ? 'pass' : 'watcher'].includes(field);
      return [
        ...functions
          .filter((name) => !app.functions.has(name))
          .map((name) => `${path} asks for ${name}, which is no function`),
        ...fields
          .filter((one) => !isLogged(one))
          .map(({ line, field }) => `${path} asks for ${line}.${field}, which is not logged`),
      ];
    });
}

/** A log alert has a query with the column that it measures, and looks back at least as far as it is away from the next look. */
export function alerts({ files, texts }: Infra): string[] {
  const file = files.find(({ path }) => path === 'infra/modules/alerts.bicep');
  const wanted = ['no-pass', 'failing-runs', 'dead-letters', 'health'];
  const text = file?.text ?? '';
  const loaded = [...text.matchAll(/loadTextContent\('\.\.\/(queries\/[\w-]+\.kql)'\)/g)].map(
    ([, path]) => `infra/${path}`,
  );
  const anchors = [...text.matchAll(/docs\/operate\.md, "([^"]+)"/g)].map(([, title = '']) => title);
  return [
    ...wanted.filter((name) => !text.includes(`'\${alertPrefix}${name}'`)).map((name) => `there is no alert ${name}`),
    ...loaded
      .filter((path) => !/\balerts\s*=/.test(texts.get(path) ?? ''))
      .map((path) => `${path} has no column alerts, which its alert measures`),
    ...(anchors.length === wanted.length ? [] : ['an alert does not name its runbook']),
  ];
}

/** Runbooks that the alerts name. */
export function runbooksOf({ files }: Infra): readonly string[] {
  const text = files.find(({ path }) => path === 'infra/modules/alerts.bicep')?.text ?? '';
  return [...text.matchAll(/docs\/operate\.md, "([^"]+)"/g)].map(([, title = '']) => title);
}
