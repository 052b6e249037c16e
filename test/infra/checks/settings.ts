import { renderers } from '../../../shared/adapters/webhooks/notifier.ts';
import type { Setting } from '../../../shared/setting.ts';
import { settings } from '../../../shared/settings-table.ts';
import { decoratorsOf } from '../bicep-file.ts';
import type { SyntaxNode } from '../bicep-parser.ts';
import { literalOf, nodesIn, propertiesOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** For a laptop only; the app itself refuses two of them anywhere else. */
const localOnly = ['LOCAL_MODE', 'TABLES_CONNECTION_STRING', 'ServiceBusConnection'];

/** Read by the Functions host, not by the app. */
const ofTheHost = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AzureWebJobsStorage__accountName',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'ServiceBusConnection__clientId',
  'ServiceBusConnection__credential',
];

/** Every setting that the app reads is set in Bicep, and nothing else is but what the host wants. */
export function settingNames(infra: Infra): string[] {
  const set = [...appSettings(infra).keys()];
  const read = Object.keys(settings).filter((name) => !localOnly.includes(name));
  return [
    ...read.filter((name) => !set.includes(name)).map((name) => `Bicep does not set ${name}`),
    ...ofTheHost
      .filter((name) => !set.includes(name))
      .map((name) => `Bicep does not set ${name}, which the host wants`),
    ...set
      .filter((name) => !read.includes(name) && !ofTheHost.includes(name))
      .map((name) => `Bicep sets ${name}, which nobody reads`),
  ];
}

/** What a deployment may choose reaches the app under its own name, within the limits that the app has. */
export function settingChoices(infra: Infra): string[] {
  const set = appSettings(infra);
  const choices = choicesOf(infra);
  return [
    ...[...choices].flatMap(([name, { type, least, most }]) => {
      const value = set.get(name)?.text ?? '';
      const passes = type.startsWith('int') ? `string(settings.?${name} ?? '')` : `settings.?${name} ?? ''`;
      return [
        ...(value === passes ? [] : [`the choice ${name} is set to ${value || 'nothing'}`]),
        ...(type.startsWith('int') ? limitProblems(name, least, most) : []),
      ];
    }),
    ...[...set]
      .filter(([name, value]) => value.text.includes('settings.') && !choices.has(name))
      .map(([name]) => `${name} is a choice that nobody can make`),
  ];
}

/** What a channel may be is the same in Bicep and in the app. */
export function channelSorts({ files }: Infra): string[] {
  const type = files.flatMap(({ types }) => types).find(({ name }) => name === 'channelType')?.value;
  const property = type?.namedChildren.find((part) => part?.namedChildren[0]?.text === 'sort');
  const inBicep = property?.namedChildren[1]?.text ?? 'nothing';
  const inApp = Object.keys(renderers)
    .map((sort) => `'${sort}'`)
    .join(' | ');
  return inBicep === inApp ? [] : [`Bicep lets the sort of a channel be ${inBicep}, the app ${inApp}`];
}

function limitProblems(name: string, least: number, most: number): string[] {
  const setting = new Map<string, Setting<unknown>>(Object.entries(settings)).get(name);
  const takes = (value: number) => setting !== undefined && 'value' in setting(String(value));
  return [
    ...(takes(least) && takes(most) ? [] : [`Bicep lets ${name} be from ${least} to ${most}, the app does not`]),
    ...(takes(least - 1) || takes(most + 1) ? [`the app lets ${name} be more than ${least} to ${most}`] : []),
  ];
}

/** The host of Flex Consumption takes these for mistakes; the plan says them in another place. */
const notOnFlex =
  /^(FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_RUN_FROM_PACKAGE|WEBSITE_CONTENT\w+|WEBSITE_NODE_DEFAULT_VERSION|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD|AzureWebJobsStorage|WEBSITE_TIME_ZONE)$/;

export function flexConsumption(infra: Infra): string[] {
  const site = infra.files
    .flatMap(({ resources }) => resources)
    .find(({ type }) => type === 'Microsoft.Web/sites')?.body;
  const stack = valueAt(site, 'properties.siteConfig.linuxFxVersion');
  return [
    ...[...appSettings(infra).keys()]
      .filter((name) => notOnFlex.test(name))
      .map((name) => `${name} must not be set on Flex`),
    ...(stack === undefined ? [] : ['linuxFxVersion must not be set on Flex']),
  ];
}

/** Names of the settings that Bicep sets, those of the host too. */
export function settingsInBicep(infra: Infra): readonly string[] {
  return [...appSettings(infra).keys()];
}

/** Of the resource `appsettings`: each value by its name. */
function appSettings({ files }: Infra): ReadonlyMap<string, SyntaxNode> {
  const resources = files.flatMap((file) => file.resources);
  const body = resources.find((one) => literalOf(valueAt(one.body, 'name')) === 'appsettings')?.body;
  const value = valueAt(body, 'properties');
  return propertiesOf(value === undefined ? undefined : [...nodesIn(value)].find(({ type }) => type === 'object'));
}

interface Choice {
  readonly type: string;
  readonly least: number;
  readonly most: number;
}

/** Properties of `settingsType`. */
function choicesOf({ files }: Infra): ReadonlyMap<string, Choice> {
  const value = files.flatMap(({ types }) => types).find(({ name }) => name === 'settingsType')?.value;
  const parts = value?.namedChildren ?? [];
  return new Map(
    parts.flatMap((part, index): [string, Choice][] => {
      if (part.type !== 'object_property') return [];
      const before = parts[index - 1];
      const decorators = before?.type === 'decorators' ? decoratorsOf(before) : undefined;
      const [least = 0, most = 0] = ['minValue', 'maxValue'].map((name) =>
        Number(literalOf(decorators?.get(name)?.[0])),
      );
      return [[part.namedChildren[0]?.text ?? '', { type: part.namedChildren[1]?.text ?? '', least, most }]];
    }),
  );
}
