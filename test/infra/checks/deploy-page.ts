import { explainToken } from '../../../shared/domain/explain-token.ts';
import { settings } from '../../../shared/settings-table.ts';
import { literalOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';
import { settingsInBicep } from './settings.ts';

const page = 'docs/deploy.md';
/** In capitals, or of a connection of the host. */
const settingName = /^([A-Z][A-Z0-9]*(_[A-Z0-9]+)+|(AzureWebJobsStorage|ServiceBusConnection)(__\w+)?)$/;

/** `docs/deploy.md` names every setting that the code reads or Bicep sets, under "Settings", and none besides. */
export function documentedSettings(infra: Infra): string[] {
  const known = new Set([...Object.keys(settings), ...settingsInBicep(infra)]);
  const named = namesIn(section(infra, 'Settings')).filter((name) => settingName.test(name));
  return differences('setting', known, named);
}

/** It names every type of resource that Bicep makes, under "What is deployed", and none besides; and what is made by its name. */
export function documentedResources(infra: Infra): string[] {
  const resources = infra.files.flatMap((file) => file.resources);
  const table = section(infra, 'What is deployed');
  const named = namesIn(table).filter((name) => name.startsWith('Microsoft.'));
  const secrets = resources
    .filter(({ type }) => type === 'Microsoft.KeyVault/vaults/secrets')
    .map(({ body }) => String(literalOf(valueAt(body, 'name'))));
  const entities = ['topicName', 'queueName', 'tableName'].map((variable) =>
    String(literalOf(infra.main.variables.find(({ name }) => name === variable)?.value)),
  );
  return [
    ...differences('type', new Set(resources.map(({ type }) => type)), named),
    ...entities.filter((name) => !namesIn(table).includes(name)).map((name) => `${page} does not name ${name}`),
    ...secrets
      .filter((name) => !textOf(infra).includes(name))
      .map((name) => `${page} does not name the secret ${name}`),
  ];
}

/** It names every parameter, under "Parameters", with the variable that sets it, and none besides. */
export function documentedParameters(infra: Infra): string[] {
  const rows = section(infra, 'Parameters')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|'));
  const file = infra.texts.get('infra/main.parameters.json') ?? '';
  const variables = new Set([...file.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name));
  const outputs = new Set(infra.main.outputs.map(({ name }) => name));
  const read = [...textOf(infra).matchAll(/azd env get-value (\w+)/g)].map(([, name = '']) => name);
  return [
    ...differences(
      'parameter',
      new Set(infra.main.parameters.map(({ name }) => name)),
      rows.flatMap(([, names = '']) => namesIn(names)),
    ),
    ...differences(
      'variable',
      variables,
      rows.flatMap(([, , names = '']) => namesIn(names)),
    ),
    ...read.filter((name) => !outputs.has(name)).map((name) => `${page} reads ${name}, which is no output`),
  ];
}

/** It explains every refusal of Entra that the doctor explains, and no other. */
export function documentedRefusals(infra: Infra): string[] {
  const codes = [...section(infra, 'What errors mean').matchAll(/AADSTS(\d+)/g)].map(([, code = '']) => code);
  const isKnown = (code: string) =>
    !explainToken('x', { outcome: 'refused', message: `AADSTS${code}` }).message.includes('error?code=');
  const source = infra.texts.get('shared/domain/explain-token.ts') ?? '';
  const explained = [...source.matchAll(/^ {2}(\d+):/gm)].map(([, code = '']) => code);
  return [
    ...(explained.length === 0 ? ['the doctor explains nothing'] : []),
    ...codes.filter((code) => !isKnown(code)).map((code) => `the doctor does not explain AADSTS${code}`),
    ...explained.filter((code) => !codes.includes(code)).map((code) => `${page} does not explain AADSTS${code}`),
  ];
}

function differences(what: string, known: ReadonlySet<string>, named: readonly string[]): string[] {
  return [
    ...(known.size === 0 ? [`there is no ${what}`] : []),
    ...[...known].filter((name) => !named.includes(name)).map((name) => `${page} does not name the ${what} ${name}`),
    ...[...new Set(named)]
      .filter((name) => !known.has(name))
      .map((name) => `${page} names the ${what} ${name}, which is none`),
  ];
}

/** What stands between backticks. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
}

function textOf({ texts }: Infra): string {
  return texts.get(page) ?? '';
}

/** The text under a heading of the second order. */
function section(infra: Infra, title: string): string {
  const [, rest = ''] = textOf(infra).split(`\n## ${title}\n`);
  return rest.split('\n## ')[0] ?? '';
}
