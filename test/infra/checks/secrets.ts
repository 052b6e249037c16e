import { nodesIn, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

const forbidden =
  /\blist(keys|secrets|accountsas|servicesas|credentials)?\w*keys?\b|\blistSecrets\b|\blist(Account|Service)Sas\b|AccountKey=|SharedAccessKey|InstrumentationKey/i;

/** No key is read, no connection string made, and no output shows a secret. */
export function secrets({ files }: Infra): string[] {
  return files.flatMap(({ path, root, parameters, outputs, text }) => {
    const secure = parameters.filter(({ decorators }) => decorators.has('secure')).map(({ name }) => name);
    const mentions = (value: string) => secure.filter((name) => new RegExp(`\\b${name}\\b`).test(value));
    return [
      ...[...nodesIn(root)]
        .filter(({ type }) => type === 'call_expression' || type === 'string')
        .filter((node) => forbidden.test(node.text))
        .map((node) => `${path}:${node.startPosition.row + 1} has ${forbidden.exec(node.text)?.[0]}`),
      ...connectionStrings(text).map((found) => `${path} has ${found}`),
      ...outputs.flatMap(({ name, value }) =>
        mentions(value?.text ?? '').map((found) => `${path}: the output ${name} shows ${found}`),
      ),
    ];
  });
}

/** That of Application Insights is an address: the component takes telemetry from identities only. */
function connectionStrings(text: string): string[] {
  const known = text
    .replaceAll('insights.properties.ConnectionString', '')
    .replaceAll('APPLICATIONINSIGHTS_CONNECTION_STRING', '')
    .replace(/^\s*\/\/.*$/gm, '');
  return [...known.matchAll(/\w*connection_?string\w*/gi)].map(([found]) => found);
}

/** A secret goes into the vault and nowhere else. */
export function secretFlow({ files }: Infra): string[] {
  return files.flatMap(({ path, parameters, modules, resources }) => {
    const secure = parameters.filter(({ decorators }) => decorators.has('secure')).map(({ name }) => name);
    const mentioned = (text: string) => secure.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    const toModules = modules
      .filter(({ path: callee }) => callee !== 'modules/vault.bicep')
      .flatMap(({ name, node }) => mentioned(node.text).map((found) => `${path}: ${name} gets ${found}`));
    const toResources = resources
      .filter(({ type }) => type !== 'Microsoft.KeyVault/vaults/secrets')
      .flatMap(({ name, node }) => mentioned(node.text).map((found) => `${path}: ${name} holds ${found}`));
    return [...toModules, ...toResources];
  });
}

/** The app gets secrets by reference, and the vault holds what is referred to. */
export function vaultReferences({ files }: Infra): string[] {
  const stored = new Set(
    files
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'Microsoft.KeyVault/vaults/secrets')
      .map(({ body }) => valueAt(body, 'name')?.text.slice(1, -1) ?? ''),
  );
  const text = files.find(({ path }) => path === 'infra/modules/function-app.bicep')?.text ?? '';
  const asked = [...text.matchAll(/@Microsoft\.KeyVault\(SecretUri=\$\{vaultUri\}secrets\/([\w-]+)\)/g)].map(
    ([, name = '']) => name,
  );
  return [
    ...asked
      .filter((name) => !stored.has(name))
      .map((name) => `the app asks for ${name}, which the vault does not store`),
    ...[...stored]
      .filter((name) => !asked.includes(name))
      .map((name) => `the vault stores ${name}, which nobody asks for`),
  ];
}
