import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

/** One import or re-export of a module. */
export interface Import {
  /** As written: a package, a `node:` module, or a relative path. */
  readonly specifier: string;
  /** `type` leaves nothing at run time; `dynamic` is `import()`. */
  readonly form: 'value' | 'type' | 'dynamic';
}

/** A source as these tests see it, with its comments blanked out. */
export interface SourceFile {
  /** Below the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export function sourceFile(path: string, source: string): SourceFile {
  const text = withoutComments(source);
  return { path, text, imports: [...staticImports(text), ...dynamicImports(text)] };
}

/** Every TypeScript file below the folders that there is. */
export function sourceFiles(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => sourceFile(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8'))),
  );
}

/** Where an import leads: a path below the root for a file of ours, else what is written. */
export function target(from: SourceFile, { specifier }: Import): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from.path), specifier) : specifier;
}

const textsAndComments = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function withoutComments(source: string): string {
  return source.replace(textsAndComments, (_match, text: string | undefined) => text ?? ' ');
}

const statement = /^[ \t]*(?:import|export)\b(?<head>[^'"`;=()]*?)\bfrom\s*(['"])(?<module>[^'"\n]+)\2/gm;
const bareStatement = /^[ \t]*import\s*(['"])(?<module>[^'"\n]+)\1/gm;

function staticImports(text: string): Import[] {
  const named = [...text.matchAll(statement)].map(({ groups }): Import => {
    const { head = '', module = '' } = groups ?? {};
    // `import type from 'x'` is a value that is called type.
    return { specifier: module, form: /^\s+type\s+[^,]/.test(head) ? 'type' : 'value' };
  });
  const bare = [...text.matchAll(bareStatement)].map(({ groups }): Import => {
    return { specifier: groups?.['module'] ?? '', form: 'value' };
  });
  return [...named, ...bare];
}

const dynamicImport = /\bimport\s*\(\s*(?:(['"`])(?<module>[^'"`\n]+)\1\s*[,)])?/g;

/** A dynamic import of anything but a literal has the specifier `?`, which no rule allows. */
function dynamicImports(text: string): Import[] {
  return [...text.matchAll(dynamicImport)].map(({ groups }) => ({
    specifier: groups?.['module'] ?? '?',
    form: 'dynamic',
  }));
}
