import { settings } from '../../../shared/settings-table.ts';
import type { SyntaxNode } from '../bicep-parser.ts';
import { elementsOf, literalOf, nodesIn, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';
import { parameterOf } from './identity.ts';

/** What somebody is told of: by logs through `log-alert.bicep`, or by a metric. */
const wanted = { logs: ['no-pass', 'failing-runs', 'behind'], metrics: ['dead-letters', 'health'] };
const path = 'infra/modules/alerts.bicep';

/** Each alert is there, awake, says what it means and where its runbook is, and reaches somebody. */
export function alerts(infra: Infra): string[] {
  const file = infra.files.find((one) => one.path === path);
  const logAlerts = (file?.modules ?? []).filter((module) => module.path === 'log-alert.bicep');
  const metricAlerts = (file?.resources ?? []).filter(({ type }) => type === 'Microsoft.Insights/metricAlerts');
  const nameOf = (text = '') => /\$\{alertPrefix\}([\w-]+)/.exec(text)?.[1] ?? '';
  const byLog = new Map(
    logAlerts.map(({ body }) => [nameOf(valueAt(body, 'params.name')?.text), valueAt(body, 'params')]),
  );
  const byMetric = new Map(
    metricAlerts.map(({ body }) => [nameOf(valueAt(body, 'name')?.text), valueAt(body, 'properties')]),
  );
  return [
    ...wanted.logs.filter((name) => !byLog.has(name)).map((name) => `there is no alert ${name}`),
    ...wanted.metrics.filter((name) => !byMetric.has(name)).map((name) => `there is no alert ${name}`),
    ...[...byLog].flatMap(([name, params]) => [
      ...(hasRunbook(valueAt(params, 'text')) ? [] : [`${name} does not name its runbook`]),
      ...(valueAt(params, 'actionGroupId')?.text === 'actionGroup.id' ? [] : [`${name} tells nobody`]),
      ...queryProblems(infra, name, valueAt(params, 'query')),
    ]),
    ...[...byMetric].flatMap(([name, properties]) => [
      ...(hasRunbook(valueAt(properties, 'description')) ? [] : [`${name} does not name its runbook`]),
      ...(literalOf(valueAt(properties, 'enabled')) === true ? [] : [`${name} is asleep`]),
      ...(valueAt(elementsOf(valueAt(properties, 'actions'))[0], 'actionGroupId')?.text === 'actionGroup.id'
        ? []
        : [`${name} tells nobody`]),
    ]),
    ...logAlertProblems(infra),
  ];
}

/** The conditions: how long without a pass, which dead letters, what health answers, and the same limits as health itself. */
export function alertConditions({ files, main, texts }: Infra): string[] {
  const file = files.find((one) => one.path === path);
  const resource = (name: string) => valueAt(file?.resources.find((one) => one.name === name)?.body, 'properties');
  const deadLetters = elementsOf(valueAt(resource('deadLetters'), 'criteria.allOf'))[0];
  const [dimension] = elementsOf(valueAt(deadLetters, 'dimensions'));
  const test = resource('healthTest');
  const kql = texts.get('infra/queries/behind.kql') ?? '';
  const limit = (name: string) => /^\d+$/.exec(new RegExp(`^let ${name} = (\\d+);$`, 'm').exec(kql)?.[1] ?? '')?.[0];
  const fallback = (setting: (text: undefined) => object) => String((setting(undefined) as { value?: unknown }).value);
  const rules: readonly (readonly [what: string, found: unknown, is: unknown])[] = [
    ['no-pass looks back over', parameterOf(file?.modules ?? [], 'noPass', 'windowMinutes'), 'noPassMinutes'],
    ['its minutes are', parameterOf(main.modules, 'alerts', 'noPassMinutes'), 'noPassMinutes'],
    ['mails go to', parameterOf(main.modules, 'alerts', 'email'), 'alertEmail'],
    ['dead letters are counted by', literalOf(valueAt(deadLetters, 'metricName')), 'DeadletteredMessages'],
    ['dead letters are told of above', literalOf(valueAt(deadLetters, 'threshold')), 0],
    ['dead letters are compared by', literalOf(valueAt(deadLetters, 'operator')), 'GreaterThan'],
    ['dead letters are told apart by', literalOf(valueAt(dimension, 'name')), 'EntityName'],
    ['dead letters are those of', elementsOf(valueAt(resource('deadLetters'), 'scopes'))[0]?.text, 'serviceBusId'],
    ['health is asked at', valueAt(test, 'Request.RequestUrl')?.text, "'https://${appHostName}/api/health'"],
    ['health answers', literalOf(valueAt(test, 'ValidationRules.ExpectedHttpStatusCode')), 200],
    ['health is asked', literalOf(valueAt(test, 'Enabled')), true],
    ['unhealthy is', valueAt(resource('unhealthy'), 'criteria.webTestId')?.text, 'healthTest.id'],
    ['reads are late in the query after', limit('lateMinutes'), fallback(settings.POLL_BEHIND_MINUTES)],
    ['events wait in the query after', limit('waitingMinutes'), fallback(settings.OUTBOX_STUCK_MINUTES)],
    [
      'reads are late after',
      parameterOf(main.modules, 'alerts', 'lateMinutes'),
      `settings.?POLL_BEHIND_MINUTES ?? ${fallback(settings.POLL_BEHIND_MINUTES)}`,
    ],
    [
      'events wait after',
      parameterOf(main.modules, 'alerts', 'waitingMinutes'),
      `settings.?OUTBOX_STUCK_MINUTES ?? ${fallback(settings.OUTBOX_STUCK_MINUTES)}`,
    ],
  ];
  return rules.filter(([, found, is]) => found !== is).map(([what, found, is]) => `${what} ${found}, not ${is}`);
}

/** Runbooks that the alerts name. */
export function runbooksOf({ files }: Infra): readonly string[] {
  const text = files.find((one) => one.path === path)?.text ?? '';
  return [...text.matchAll(/docs\/operate\.md, "([^"]+)"/g)].map(([, title = '']) => title);
}

function hasRunbook(text: SyntaxNode | undefined): boolean {
  return /docs\/operate\.md, "[^"]+"/.test(text?.text ?? '');
}

/** The query of a log alert is the file of its name, gives what is measured, and what is replaced in it is there. */
function queryProblems({ texts }: Infra, name: string, query: SyntaxNode | undefined): string[] {
  const kql = texts.get(`infra/queries/${name}.kql`) ?? '';
  const replaced = query === undefined ? [] : [...nodesIn(query)].filter(({ type }) => type === 'call_expression');
  const missing = replaced
    .filter((call) => call.childForFieldName('function')?.text === 'replace')
    .map((call) => String(literalOf(call.childForFieldName('arguments')?.namedChildren[1])))
    .filter((text) => !kql.includes(text));
  return [
    ...(query?.text.includes(`loadTextContent('../queries/${name}.kql')`) ? [] : [`${name} asks another query`]),
    ...(/\balerts\s*=/.test(kql) ? [] : [`${name}.kql has no column alerts, which its alert measures`]),
    ...missing.map((text) => `${name}.kql has no ${text}, which its alert sets`),
  ];
}

/** Of `log-alert.bicep`, by which all of them are made. */
function logAlertProblems({ files }: Infra): string[] {
  const file = files.find((one) => one.path === 'infra/modules/log-alert.bicep');
  const properties = valueAt(file?.resources[0]?.body, 'properties');
  const [condition] = elementsOf(valueAt(properties, 'criteria.allOf'));
  const rules: readonly (readonly [what: string, found: unknown, is: unknown])[] = [
    ['a log alert is enabled', literalOf(valueAt(properties, 'enabled')), true],
    ['a log alert measures', literalOf(valueAt(condition, 'metricMeasureColumn')), 'alerts'],
    ['a log alert compares by', literalOf(valueAt(condition, 'operator')), 'GreaterThan'],
    ['a log alert is quiet up to', literalOf(valueAt(condition, 'threshold')), 0],
    ['a log alert asks', valueAt(condition, 'query')?.text, 'query'],
    ['a log alert looks back over', valueAt(properties, 'windowSize')?.text, "'PT${windowMinutes}M'"],
    ['a log alert tells', elementsOf(valueAt(properties, 'actions.actionGroups'))[0]?.text, 'actionGroupId'],
    ['a log alert is made without its tables', literalOf(valueAt(properties, 'skipQueryValidation')), true],
  ];
  return rules.filter(([, found, is]) => found !== is).map(([what, found, is]) => `${what} ${found}, not ${is}`);
}
