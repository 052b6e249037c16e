import type { AppFacts } from '../app-facts.ts';
import { literalOf, valueAt } from '../bicep-value.ts';
import { type Infra, jsonOf } from '../infra.ts';

/** azd finds the app by its tag, makes the package by a script that there is, and lets nothing be built in Azure. */
export function azd({ texts, main }: Infra, app: AppFacts): string[] {
  const text = texts.get('azure.yaml') ?? '';
  const service = /^services:\n {2}(\w+):/m.exec(text)?.[1];
  const tag = literalOf(main.variables.find(({ name }) => name === 'serviceName')?.value);
  const output = `SERVICE_${String(tag).toUpperCase()}_NAME`;
  const scripts = [...text.matchAll(/npm run (?:--\S+ )*([\w:-]+)/g)].map(([, name = '']) => name);
  const template = /^\s+template: \S+@(\S+)$/m.exec(text)?.[1];
  const group = main.resources.find(({ type }) => type === 'Microsoft.Resources/resourceGroups')?.body;
  const tags = main.variables.find(({ name }) => name === 'tags')?.value;
  return [
    ...(service === tag ? [] : [`azure.yaml deploys ${service}, the app is tagged ${tag}`]),
    ...(main.outputs.some(({ name }) => name === output) ? [] : [`there is no output ${output}`]),
    ...(/^ {4}remoteBuild: false$/m.test(text) ? [] : ['azure.yaml has the package built in Azure']),
    ...(/^ {4}dist: out\/package$/m.test(text) ? [] : ['azure.yaml does not deploy out/package']),
    ...(scripts.includes('package') ? [] : ['azure.yaml does not make the package']),
    ...scripts
      .filter((name) => !app.scripts.includes(name))
      .map((name) => `azure.yaml runs ${name}, which is no script`),
    ...(valueAt(group, 'tags')?.text === 'tags' && valueAt(tags, 'azd-env-name')?.text === 'environmentName'
      ? []
      : ['azd does not find the resource group by its environment']),
    ...(/^\/?node_modules\b/m.test(texts.get('.funcignore') ?? '')
      ? ['.funcignore names node_modules, which azd takes for the wish to build in Azure']
      : []),
    ...(template === undefined ? ['azure.yaml has no version'] : []),
  ];
}

/** Every prefix is used, and every name of a resource begins with one. */
export function abbreviations({ texts, main }: Infra): string[] {
  const known = Object.keys((jsonOf(texts, 'infra/abbreviations.json') ?? {}) as object);
  const used = [...main.text.matchAll(/\$\{abbreviations\.(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...known
      .filter((name) => !used.includes(name))
      .map((name) => `abbreviations.json has ${name}, which names nothing`),
    ...used.filter((name) => !known.includes(name)).map((name) => `abbreviations.json has no ${name}`),
  ];
}
