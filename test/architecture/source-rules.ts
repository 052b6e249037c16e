import { type Import, type SourceFile, target } from './source-file.ts';

/** What may not stand in a source, besides imports. */
interface SourceRule {
  readonly name: string;
  readonly files: RegExp;
  readonly except?: RegExp;
  readonly forbidden: RegExp;
}

const pure = /^shared\/(domain|use-cases)\//;

export const sourceRules: readonly SourceRule[] = [
  {
    name: 'the environment is read in the entry alone',
    files: /^(functions|shared)\//,
    except: /^functions\/index\.ts$/,
    forbidden: /\bprocess\s*\.\s*env\b|\bprocess\s*\[/,
  },
  {
    name: 'time comes in as an argument',
    files: pure,
    forbidden: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?!\s*\()|\bnew\s+Date\s*\(\s*\)|\bperformance\s*\.\s*now\b/,
  },
  {
    name: 'chance comes in as an argument',
    files: pure,
    forbidden: /\bMath\s*\.\s*random\b|\brandom(UUID|Bytes|Int)\b/,
  },
];

interface PathRule {
  readonly name: string;
  readonly files: RegExp;
  readonly allowed: RegExp;
}

export const pathRules: readonly PathRule[] = [
  {
    name: 'a file is named after what it exports',
    files: /^(functions|shared)\/(?!(.*\/)?index\.ts$)|^shared\/|^functions\/.+\/index\.ts$/,
    allowed:
      /(^|\/)(?!(utils?|helpers?|types?|common|index|misc|lib|interfaces|constants)\.ts$)[a-z0-9]+(-[a-z0-9]+)*\.ts$/,
  },
  {
    name: 'a file of shared lies in a layer',
    files: /^shared\//,
    allowed:
      /^shared\/((domain|contract|ports|use-cases)\/[^/]+|adapters\/(partner-center|table-storage|service-bus|identity|webhooks)\/[^/]+|(errors|config|contradictions|setting|settings-table|channel-setting|channel-list)\.ts$)/,
  },
];

/** @returns one line per place that breaks a rule. */
export function brokenSources(files: readonly SourceFile[]): string[] {
  const texts = sourceRules.flatMap((rule) =>
    files
      .filter((file) => rule.files.test(file.path) && !rule.except?.test(file.path))
      .flatMap((file) => {
        const found = rule.forbidden.exec(file.text);
        return found === null ? [] : [`${file.path} has ${found[0]}: ${rule.name}`];
      }),
  );
  const paths = pathRules.flatMap((rule) =>
    files
      .filter((file) => rule.files.test(file.path) && !rule.allowed.test(file.path))
      .map((file) => `${file.path}: ${rule.name}`),
  );
  return [...texts, ...paths];
}

/**
 * @param forms of imports that count.
 * @returns each cycle once, as the files on it.
 */
export function importCycles(files: readonly SourceFile[], forms: readonly Import['form'][]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];

  function visit(path: string, way: readonly string[]): void {
    const start = way.indexOf(path);
    if (start >= 0) {
      cycles.push([...way.slice(start), path].join(' > '));
      return;
    }
    const file = byPath.get(path);
    if (file === undefined || done.has(path)) return;
    for (const found of file.imports) {
      if (forms.includes(found.form)) visit(target(file, found), [...way, path]);
    }
    done.add(path);
  }

  for (const path of byPath.keys()) visit(path, []);
  return cycles;
}
