import { elementsOf, literalOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';
import { parameterOf } from './identity.ts';

/** Private parts of Azure: their group, the zone of its names, and whose they are. */
const parts = {
  blob: { zone: 'privatelink.blob.${storageSuffix}', target: 'hostStorage.outputs.id' },
  table: { zone: 'privatelink.table.${storageSuffix}', target: 'dataStorage.outputs.id' },
  vault: { zone: 'privatelink.vaultcore.azure.net', target: 'vault.outputs.id' },
  namespace: { zone: 'privatelink.servicebus.windows.net', target: 'serviceBus.outputs.id' },
} as const;

/** The virtual network is asked for, never there by itself; then all that is closed to the public has a private way in. */
export function network({ files, main }: Infra): string[] {
  const wanted = main.parameters.find(({ name }) => name === 'vnetEnabled');
  const subnets = files
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => type === 'Microsoft.Network/virtualNetworks')
    .flatMap(({ body }) => elementsOf(valueAt(body, 'properties.subnets')));
  const delegated = subnets.flatMap((subnet) =>
    elementsOf(valueAt(subnet, 'properties.delegations')).map((one) =>
      literalOf(valueAt(one, 'properties.serviceName')),
    ),
  );
  const closed = ['hostStorage', 'dataStorage', 'vault'].filter(
    (module) => parameterOf(main.modules, module, 'isPrivate') !== 'vnetEnabled',
  );
  return [
    ...(literalOf(wanted?.value) === false ? [] : ['the virtual network is there without being asked for']),
    ...(delegated.join() === 'Microsoft.App/environments' ? [] : [`subnets are delegated to ${delegated.join()}`]),
    ...closed.map((module) => `${module} is open beside the virtual network`),
    ...(parameterOf(main.modules, 'serviceBus', 'isPrivate') === 'serviceBusIsPrivate'
      ? []
      : ['serviceBus is open beside the virtual network']),
    ...(parameterOf(main.modules, 'app', 'subnetId')?.startsWith('vnetEnabled ? network.outputs.appSubnetId')
      ? []
      : ['the app is not in the virtual network']),
    ...privateWays(main),
  ];
}

function privateWays({ variables }: Infra['main']): string[] {
  const list = elementsOf(variables.find(({ name }) => name === 'privateParts')?.value);
  const ids = variables.find(({ name }) => name === 'privatePartIds')?.value;
  return Object.entries(parts).flatMap(([name, { zone, target }]) => {
    const part = list.find((one) => literalOf(valueAt(one, 'name')) === name);
    if (part === undefined) return [`there is no private way to ${name}`];
    const found = valueAt(part, 'zone')?.text.slice(1, -1);
    return [
      ...(found === zone ? [] : [`names of ${name} are in the zone ${found}`]),
      ...(valueAt(ids, name)?.text === target
        ? []
        : [`the private way to ${name} leads to ${valueAt(ids, name)?.text}`]),
    ];
  });
}
