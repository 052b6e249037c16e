import { notifyProblems } from './channel-setting.ts';
import { isPlainHttp } from './setting.ts';
import { settings } from './settings-table.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const credentialSettings = [
  'PARTNER_CENTER_CLIENT_SECRET',
  'PARTNER_CENTER_CERTIFICATE',
  'PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID',
];

/** What single settings cannot show, each in a sentence. `given` has no empty ones. */
export function contradictions(given: Environment): string[] {
  const local = given['LOCAL_MODE'] === 'true';
  const set = (name: string) => given[name] !== undefined;
  const problems: string[] = [];

  const credentials = credentialSettings.filter(set);
  if (credentials.length !== 1) {
    problems.push(`exactly one of ${credentialSettings.join(', ')} must be set (${credentials.length} are)`);
  }
  for (const name of credentials.filter((each) => /^@Microsoft\.KeyVault\(/i.test(given[each] ?? ''))) {
    problems.push(
      `${name} is still a Key Vault reference: the vault does not hold it, or the identity may not read it`,
    );
  }
  const pairs = [
    ['TABLES_ENDPOINT', 'TABLES_CONNECTION_STRING'],
    ['ServiceBusConnection__fullyQualifiedNamespace', 'ServiceBusConnection'],
  ] as const;
  for (const [byIdentity, byConnectionString] of pairs) {
    if (set(byIdentity) === set(byConnectionString)) {
      problems.push(`exactly one of ${byIdentity}, ${byConnectionString} must be set`);
    }
    if (set(byConnectionString) && !local)
      problems.push(`${byConnectionString} is for local mode only: use ${byIdentity}`);
  }
  for (const [name, value = ''] of Object.entries(given)) {
    if (!local && Object.hasOwn(settings, name) && isPlainHttp(value))
      problems.push(`${name} must be https outside local mode`);
  }
  if (isPlainHttp(given['PARTNER_CENTER_AUTHORITY_URL'] ?? '') && !set('PARTNER_CENTER_CLIENT_SECRET')) {
    problems.push('PARTNER_CENTER_CLIENT_SECRET is what a token endpoint on this machine takes');
  }
  problems.push(...easyAuthProblems(given), ...notifyProblems(given, local));
  return problems;
}

const easyAuthRoles = ['EASY_AUTH_READ_ROLE', 'EASY_AUTH_WRITE_ROLE', 'EASY_AUTH_OPERATE_ROLE'] as const;

/**
 * With Easy Auth the functions let everybody in whom the platform lets through, so nothing of it may be half set. The platform
 * says by `WEBSITE_AUTH_ENABLED` whether it checks at all: where it does not, anybody can write the header with the identity.
 * (https://learn.microsoft.com/azure/app-service/reference-app-settings)
 */
function easyAuthProblems(given: Environment): string[] {
  const required = given['EASY_AUTH_REQUIRED'] === 'true';
  const wrong = easyAuthRoles.filter((name) => (given[name] === undefined) === required);
  const isOn = /^(true|1)$/i.test(given['WEBSITE_AUTH_ENABLED'] ?? '');
  return [
    ...wrong.map((name) =>
      required
        ? `${name} is required with EASY_AUTH_REQUIRED`
        : `${name} has no effect without EASY_AUTH_REQUIRED=true`,
    ),
    ...(required && !isOn
      ? ['EASY_AUTH_REQUIRED needs App Service authentication, which is off (WEBSITE_AUTH_ENABLED is not true)']
      : []),
  ];
}
