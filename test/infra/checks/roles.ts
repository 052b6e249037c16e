import { elementsOf, literalOf, nodesIn, valueAt } from '../bicep-value.ts';
import { type Infra, jsonOf } from '../infra.ts';

/** Built-in roles, by Microsoft's list. */
const builtIn: Readonly<Record<string, string>> = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  'Azure Service Bus Data Sender': '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39',
  'Azure Service Bus Data Receiver': '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
};

/** All that the app may do. More is a decision. */
const ofTheApp = [
  'channel: Azure Service Bus Data Receiver',
  'hostStorage: Storage Blob Data Owner',
  'insights: Monitoring Metrics Publisher',
  'queue: Azure Service Bus Data Receiver',
  'queue: Azure Service Bus Data Sender',
  'table: Storage Table Data Contributor',
  'topic: Azure Service Bus Data Sender',
  'vault: Key Vault Secrets User',
];

const rolesPath = 'infra/modules/roles.bicep';

/** Rights come from one table: known roles, each line in effect, none beside it, and for the app no more than it needs. */
export function roles(infra: Infra): string[] {
  const table = (jsonOf(infra.texts, 'infra/roles.json') ?? {}) as Record<string, string>;
  const grants = grantsOf(infra);
  const text = infra.texts.get(rolesPath) ?? '';
  const app = grants
    .filter(({ to }) => to === 'app')
    .map(({ scope, role }) => `${scope}: ${role}`)
    .sort();
  return [
    ...Object.entries(table)
      .filter(([name, guid]) => builtIn[name] !== guid)
      .map(([name]) => `roles.json: ${name} is not the role of that GUID`),
    ...Object.keys(table)
      .filter((name) => !grants.some(({ role }) => role === name))
      .map((name) => `roles.json: ${name} is given to nobody`),
    ...grants
      .filter(({ role }) => !(role in table))
      .map(({ role }) => `${rolesPath} gives ${role}, which roles.json has not`),
    ...grants
      .filter(({ scope }) => !text.includes(`one.scope == '${scope}'`))
      .map(({ scope }) => `${rolesPath} has no loop for the scope ${scope}`),
    ...(app.join() === ofTheApp.join() ? [] : [`the app may do ${app.join(', ')}`]),
    ...infra.files.flatMap(({ path, root, resources }) => [
      ...resources
        .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments' && path !== rolesPath)
        .map(({ name }) => `${path}: ${name} gives a right beside the table`),
      ...[...nodesIn(root)]
        .filter(({ type, text: at }) => type === 'string' && /[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/i.test(at))
        .map(({ text: at }) => `${path} has the GUID ${at}`),
    ]),
  ];
}

interface Grant {
  readonly scope: string;
  readonly to: string;
  readonly role: string;
}

function grantsOf({ files }: Infra): Grant[] {
  const table = files.find(({ path }) => path === rolesPath)?.variables.find(({ name }) => name === 'allGrants')?.value;
  return elementsOf(table).map((row) => {
    const [scope = '', to = '', role = ''] = ['scope', 'to', 'role'].map((name) =>
      String(literalOf(valueAt(row, name))),
    );
    return { scope, to, role };
  });
}

/** A loop over one scope assigns at that scope; a name is made of scope, principal and role; the kind of principal is said. */
export function roleAssignments({ files }: Infra): string[] {
  const file = files.find(({ path }) => path === rolesPath);
  const assignments = file?.resources.filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments') ?? [];
  return assignments.flatMap(({ name, node, body }) => {
    const scope = valueAt(body, 'scope')?.text ?? '';
    const filtered = /one\.scope == '(\w+)'/.exec(node.text)?.[1];
    const scopeOf = scope.replace(/\[index\]$/, '');
    return [
      ...(filtered === undefined || filtered === scopeOf
        ? []
        : [`${name} gives the rights of ${filtered} at ${scope}`]),
      ...(valueAt(body, 'name')?.text.startsWith(`guid(${scope}.id, `) ? [] : [`${name} is not named after its scope`]),
      ...(valueAt(body, 'properties.principalType') === undefined
        ? [`${name} does not say what the principal is`]
        : []),
    ];
  });
}
