import { type SourceFile, target } from './source-file.ts';

const declared = /^export (?:async )?(?:function\*?|const|let|class|type|interface|enum) (?<name>\w+)/gm;
const named = /^[ \t]*(?:import|export)\b(?<head>[^'"`;=()]*?)\bfrom\s*'(?<module>\.[^'\n]+)'/gm;
const whole = '*';

/** @returns each name that a file exports and no other file imports, as `path: name`. A module that is imported whole is in use. */
export function unusedExports(files: readonly SourceFile[]): string[] {
  const used = new Map<string, Set<string>>();
  for (const file of files) {
    for (const [path, name] of importedNames(file)) used.set(path, (used.get(path) ?? new Set()).add(name));
  }
  return files.flatMap(({ path, text }) => {
    const names = used.get(path) ?? new Set();
    return [...text.matchAll(declared)]
      .map(({ groups }) => groups?.['name'] ?? '')
      .filter((name) => !names.has(name) && !names.has(whole))
      .map((name) => `${path}: ${name}`);
  });
}

function importedNames(file: SourceFile): [path: string, name: string][] {
  const wholes = file.imports
    .filter(({ form }) => form === 'dynamic')
    .map((found): [string, string] => [target(file, found), whole]);
  const parts = [...file.text.matchAll(named)].flatMap(({ groups }) => {
    const { head = '', module = '' } = groups ?? {};
    const path = target(file, { specifier: module, form: 'value' });
    const [, list] = /\{([^}]*)\}/.exec(head) ?? [];
    if (list === undefined) return [[path, whole] as [string, string]];
    return list.split(',').map((part): [string, string] => {
      const [name = ''] = part
        .trim()
        .replace(/^type /, '')
        .split(/\s+as\s+/);
      return [path, name];
    });
  });
  return [...wholes, ...parts];
}
