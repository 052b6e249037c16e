import { healthReasons } from '../../../shared/domain/watcher-health.ts';
import type { AppFacts } from '../app-facts.ts';
import type { Infra } from '../infra.ts';
import { runbooksOf } from './alerts.ts';

const page = 'docs/operate.md';

/** `docs/operate.md` has a runbook for each alert, under the name that the alert says, and for each reason of health. */
export function runbooks(infra: Infra): string[] {
  const text = infra.texts.get(page) ?? '';
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  const wanted = ['Replay', 'Keys and secrets', 'Disaster', 'Upgrade and rollback', 'Versions of rows and events'];
  return [
    ...[...runbooksOf(infra), ...wanted]
      .filter((title) => !headings.includes(title))
      .map((title) => `${page} has no runbook "${title}"`),
    ...healthReasons
      .filter((reason) => !text.includes(`| \`${reason}\``))
      .map((reason) => `${page} does not explain ${reason}`),
  ];
}

/** It names every query, and every field of the lines that they read. */
export function operationQueries({ texts }: Infra, { logged }: AppFacts): string[] {
  const text = texts.get(page) ?? '';
  const files = [...texts.keys()]
    .filter((path) => path.endsWith('.kql'))
    .map((path) => path.slice('infra/queries/'.length));
  const fields = new Set([...logged.pass, ...logged.slice, ...logged.watcher]);
  return [
    ...files.filter((file) => !text.includes(`\`${file}\``)).map((file) => `${page} does not name ${file}`),
    ...[...fields]
      .filter((field) => !text.includes(`"${field}"`))
      .map((field) => `${page} does not say that ${field} is logged`),
  ];
}
