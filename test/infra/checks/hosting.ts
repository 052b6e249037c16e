import { elementsOf, literalOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';
import { parameterOf } from './identity.ts';

/** The app on Flex Consumption: its package in a container of the host's account, its Node, its size, all where the plan wants them. */
export function hosting({ files, main }: Infra): string[] {
  const site = files.flatMap(({ resources }) => resources).find(({ type }) => type === 'Microsoft.Web/sites')?.body;
  const at = (path: string) => valueAt(site, `properties.${path}`)?.text;
  const config = 'functionAppConfig';
  const version = main.parameters.find(({ name }) => name === 'nodeVersion');
  const versions = elementsOf(version?.decorators.get('allowed')?.[0]).map(literalOf);
  const rules: readonly (readonly [what: string, found: unknown, wanted: string])[] = [
    ['the plan', at('serverFarmId'), 'planId'],
    ['the package is in', at(`${config}.deployment.storage.type`), "'blobContainer'"],
    ['the package is at', at(`${config}.deployment.storage.value`), "'${hostBlobEndpoint}${packageContainer}'"],
    ['the runtime is', at(`${config}.runtime.name`), "'node'"],
    ['its version is', at(`${config}.runtime.version`), 'nodeVersion'],
    ['the memory is', at(`${config}.scaleAndConcurrency.instanceMemoryMB`), 'instanceMemoryMB'],
    ['the most instances are', at(`${config}.scaleAndConcurrency.maximumInstanceCount`), 'maximumInstanceCount'],
    ['Node may be', versions.join(), '22,24'],
    ['Node is', literalOf(version?.value), '24'],
  ];
  return rules
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${what} ${found}, not ${wanted}`);
}

/** What runs the host and what is kept are two accounts: the package in one, the table in the other, and the app knows which is which. */
export function storages({ main }: Infra): string[] {
  const given = (module: string, parameter: string) =>
    parameterOf(main.modules, module, parameter)?.replace(/\s+/g, '') ?? 'nothing';
  const rules: readonly (readonly [what: string, found: string, wanted: string])[] = [
    ['the host keeps', given('hostStorage', 'containers'), '[packageContainer]'],
    ['the host has the tables', given('hostStorage', 'tables'), 'nothing'],
    ['the data are', given('dataStorage', 'tables'), '[tableName]'],
    ['the data have the containers', given('dataStorage', 'containers'), 'nothing'],
    ['the data are kept', given('dataStorage', 'redundancy'), 'dataRedundancy'],
    ['the account of the host is', given('app', 'hostStorageName'), 'hostStorage.outputs.name'],
    ['the package is in', given('app', 'hostBlobEndpoint'), 'hostStorage.outputs.blobEndpoint'],
    ['the tables are in', given('app', 'tablesEndpoint'), 'dataStorage.outputs.tableEndpoint'],
    ['rights of the host are at', given('roles', 'hostStorageName'), 'hostStorage.outputs.name'],
    ['rights of the data are at', given('roles', 'dataStorageName'), 'dataStorage.outputs.name'],
  ];
  return rules
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${what} ${found}, not ${wanted}`);
}
