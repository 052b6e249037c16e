import { graceSeconds } from '../../../functions/recorded-pass.ts';
import { readConfig } from '../../../shared/config.ts';
import { settings } from '../../../shared/settings-table.ts';
import type { Infra } from '../infra.ts';
import { jsonOf } from '../infra.ts';

interface HostFile {
  readonly functionTimeout?: string;
  readonly retry?: unknown;
  readonly extensionBundle?: { readonly id?: string; readonly version?: string };
  readonly extensions?: { readonly serviceBus?: { readonly maxAutoLockRenewalDuration?: string } };
  readonly logging?: {
    readonly applicationInsights?: {
      readonly samplingSettings?: { readonly isEnabled?: boolean; readonly excludedTypes?: string };
    };
  };
}

/** Telemetry of the host by the table that it comes to lie in. */
const typeOfTable: Readonly<Record<string, string>> = {
  AppRequests: 'Request',
  AppTraces: 'Trace',
  AppExceptions: 'Exception',
};

/** A pass ends before the host ends it, a slice keeps its lock for as long, and what the queries count is not sampled away. */
export function hostFile({ texts }: Infra): string[] {
  const host = (jsonOf(texts, 'host.json') ?? {}) as HostFile;
  const longest = longestPassSeconds() + graceSeconds;
  const seconds = (span = '') => span.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const kept = (host.logging?.applicationInsights?.samplingSettings?.excludedTypes ?? '').split(';');
  const queried = [...texts]
    .filter(([path]) => path.endsWith('.kql'))
    .flatMap(([, text]) => text.match(/\bApp[A-Z]\w+/g) ?? []);
  const sampled = [...new Set(queried)].filter(
    (table) => !kept.includes(typeOfTable[table] ?? table) && table !== 'AppRoleName',
  );
  return [
    ...(seconds(host.functionTimeout) >= longest
      ? []
      : [`functionTimeout ${host.functionTimeout} ends a pass that may take ${longest} s`]),
    ...(seconds(host.extensions?.serviceBus?.maxAutoLockRenewalDuration) >= longest
      ? []
      : ['the lock of a slice may end before the slice does']),
    ...(host.retry === undefined ? [] : ['a retry of the host repeats a pass, which the next one does anyway']),
    ...(host.extensionBundle?.id === 'Microsoft.Azure.Functions.ExtensionBundle' &&
    /^\[4\.(0|\*)(\.0)?, 5\.0\.0\)$/.test(host.extensionBundle.version ?? '')
      ? []
      : ['the extension bundle is not the whole of version 4']),
    ...sampled.map((table) => `${table} is sampled, and a query counts it`),
  ];
}

function longestPassSeconds(): number {
  const takes = (value: number) => 'value' in settings.POLL_PASS_SECONDS(String(value));
  return Math.max(...Array.from({ length: 3_600 }, (_, value) => value).filter(takes));
}

/** The example for Core Tools makes a configuration, and has nothing that nobody reads. */
export function localSettingsFile({ texts }: Infra): string[] {
  const { Values = {} } = (jsonOf(texts, 'local.settings.example.json') ?? {}) as { Values?: Record<string, string> };
  const known = [...Object.keys(settings), 'FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage'];
  const unknown = Object.keys(Values).filter((name) => !known.includes(name));
  return [...unknown.map((name) => `the example sets ${name}, which nobody reads`), ...configProblems(Values)];
}

function configProblems(values: Record<string, string>): string[] {
  try {
    readConfig(values);
    return [];
  } catch (error) {
    return [`the example makes no configuration: ${error instanceof Error ? error.message : error}`];
  }
}
