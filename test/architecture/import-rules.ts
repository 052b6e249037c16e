import { type Import, type SourceFile, target } from './source-file.ts';

/** What the files that match `files` may import. Whatever matches none of `allow` breaks the rule. */
interface ImportRule {
  readonly name: string;
  readonly files: RegExp;
  /** Exceptions by path; each needs its reason here, in the table. */
  readonly except?: RegExp;
  /** Only imports of these are looked at; all where absent. */
  readonly of?: RegExp;
  readonly allow: readonly Allowed[];
}

interface Allowed {
  readonly to: RegExp;
  /** All forms where absent. */
  readonly forms?: readonly Import['form'][];
}

const typesOnly = ['type'] as const;

/** The layers, from the outside in. Packages and `node:` modules are named as they are imported, files by their path. */
export const importRules: readonly ImportRule[] = [
  {
    name: 'the entry alone registers functions',
    files: /^(functions|shared)\//,
    except: /^functions\/index\.ts$/,
    of: /^@azure\/functions$/,
    allow: [{ to: /^@azure\/functions$/, forms: typesOnly }],
  },
  {
    name: 'triggers know use-cases and domain; the composition root alone knows adapters and SDKs',
    files: /^functions\//,
    // It makes every client, once; the checks of `diagnose` make theirs anew each time, because a kept one hides what is wrong now.
    except: /^functions\/(services|access-checks|azure-clients|token-source)\.ts$/,
    allow: [
      { to: /^functions\// },
      { to: /^shared\/(use-cases|domain|contract|ports)\// },
      { to: /^shared\/(errors|config|channel-setting)\.ts$/ },
      { to: /^@azure\/functions$/ },
      { to: /^(zod$|node:)/ },
    ],
  },
  {
    name: 'the composition root loads adapters and SDKs when they are needed, so that a cold start is short',
    files: /^functions\/(services|access-checks|azure-clients|token-source)\.ts$/,
    of: /^(shared\/adapters\/|@azure\/|ky$)/,
    allow: [{ to: /^(shared\/adapters\/|@azure\/|ky$)/, forms: ['type', 'dynamic'] }],
  },
  {
    name: 'use-cases know the domain and the ports',
    files: /^shared\/use-cases\//,
    allow: [
      { to: /^shared\/(use-cases|domain|ports)\// },
      { to: /^shared\/errors\.ts$/ },
      { to: /^shared\/contract\//, forms: typesOnly },
    ],
  },
  {
    name: 'the domain knows itself, and the contract by its types',
    files: /^shared\/domain\//,
    allow: [{ to: /^shared\/domain\// }, { to: /^node:crypto$/ }, { to: /^shared\/contract\//, forms: typesOnly }],
  },
  {
    name: 'the contract knows zod',
    files: /^shared\/contract\//,
    allow: [{ to: /^zod$/ }, { to: /^shared\/contract\// }],
  },
  {
    name: 'ports are types of domain and contract',
    files: /^shared\/ports\//,
    allow: [{ to: /^shared\/(ports|domain|contract)\//, forms: typesOnly }],
  },
  { name: 'errors know nothing', files: /^shared\/errors\.ts$/, allow: [] },
  {
    // The check of a webhook's host is the one that the app goes by when it posts.
    // And no package: a schema library takes longer to load than all the rest of a cold start.
    name: 'the configuration knows errors, the check of a webhook, and types of contract and domain',
    files: /^shared\/(config|contradictions|setting|settings-table|channel-setting|channel-list)\.ts$/,
    allow: [
      { to: /^shared\/(errors|contradictions|setting|settings-table|channel-setting|channel-list)\.ts$/ },
      { to: /^shared\/(contract|domain)\//, forms: typesOnly },
      { to: /^shared\/domain\/webhook-url\.ts$/ },
    ],
  },
  // Each has one SDK. A client may be typed with a credential; which one it is stays with `identity`.
  adapterRule('partner-center', [{ to: /^ky$/ }]),
  adapterRule('webhooks', [{ to: /^ky$/ }]),
  adapterRule('table-storage', [{ to: /^@azure\/data-tables$/ }, { to: /^@azure\/identity$/, forms: typesOnly }]),
  adapterRule('service-bus', [{ to: /^@azure\/service-bus$/ }, { to: /^@azure\/identity$/, forms: typesOnly }]),
  adapterRule('identity', [{ to: /^@azure\/identity$/ }]),
  {
    name: 'what runs on a laptop shares no code with what it stands in for',
    files: /^local\//,
    of: /^(functions|shared|test)\//,
    allow: [],
  },
  {
    name: 'nothing that ships knows the laptop or the tests',
    files: /^(functions|shared)\//,
    of: /^(local|test|scripts)\//,
    allow: [],
  },
  { name: 'a dynamic import names its module', files: /^(functions|shared)\//, of: /^\?$/, allow: [] },
];

function adapterRule(adapter: string, sdks: readonly Allowed[]): ImportRule {
  const folder = new RegExp(`^shared/adapters/${adapter}/`);
  return {
    name: `${adapter} knows its own folder and SDK, the domain and the ports; no other adapter and no use-case`,
    files: folder,
    allow: [
      { to: folder },
      { to: /^shared\/(domain|contract|ports)\// },
      { to: /^shared\/errors\.ts$/ },
      { to: /^(zod$|node:)/ },
      ...sdks,
    ],
  };
}

/** @returns one line per import that breaks a rule. */
export function brokenImports(files: readonly SourceFile[], rules: readonly ImportRule[] = importRules): string[] {
  return rules.flatMap((rule) =>
    files
      .filter((file) => rule.files.test(file.path) && !rule.except?.test(file.path))
      .flatMap((file) => file.imports.map((found) => ({ file, found, to: target(file, found) })))
      .filter(({ to }) => rule.of?.test(to) ?? true)
      .filter(({ found, to }) => !rule.allow.some((allowed) => isAllowed(allowed, found, to)))
      .map(({ file, found, to }) => `${file.path} imports ${to} (${found.form}): ${rule.name}`),
  );
}

function isAllowed({ to, forms }: Allowed, found: Import, path: string): boolean {
  return to.test(path) && (forms === undefined || forms.includes(found.form));
}
