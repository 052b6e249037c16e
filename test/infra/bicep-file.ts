import type { SyntaxNode } from './bicep-parser.ts';
import { bodyOf, textOf } from './bicep-value.ts';

interface Declaration {
  readonly name: string;
  readonly node: SyntaxNode;
  /** Arguments of each decorator by its name, such as `maxValue`. */
  readonly decorators: ReadonlyMap<string, readonly SyntaxNode[]>;
}

/** A declaration with a value; a parameter's is its default. */
interface Valued extends Declaration {
  readonly value?: SyntaxNode;
}

export interface Parameter extends Valued {
  readonly type: string;
}

interface Resource extends Declaration {
  /** `Microsoft.Storage/storageAccounts` */
  readonly type: string;
  readonly apiVersion: string;
  readonly isExisting: boolean;
  readonly body?: SyntaxNode;
}

export interface Module extends Declaration {
  /** As written, relative to the file. */
  readonly path: string;
  readonly body?: SyntaxNode;
}

/** A Bicep file, read. */
export interface BicepFile {
  /** Below the root of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
  readonly parameters: readonly Parameter[];
  readonly variables: readonly Valued[];
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly outputs: readonly Valued[];
  readonly types: readonly Valued[];
}

export function bicepFile(path: string, text: string, root: SyntaxNode): BicepFile {
  const statements = withDecorators(root);
  const all = <T>(type: string, read: (declaration: Declaration) => T | undefined): T[] =>
    statements
      .filter(({ node }) => node.type === `${type}_declaration`)
      .flatMap((declaration) => read(declaration) ?? []);
  return {
    path,
    text,
    root,
    parameters: all('parameter', toParameter),
    variables: all('variable', toValued),
    resources: all('resource', toResource),
    modules: all('module', toModule),
    outputs: all('output', toValued),
    types: all('type', toValued),
  };
}

function withDecorators(root: SyntaxNode): Declaration[] {
  let decorators = new Map<string, readonly SyntaxNode[]>();
  return root.namedChildren.flatMap((node) => {
    if (node.type.endsWith('comment')) return [];
    if (node.type === 'decorators') {
      decorators = decoratorsOf(node);
      return [];
    }
    const declaration = { name: node.namedChildren[0]?.text ?? '', node, decorators };
    decorators = new Map();
    return [declaration];
  });
}

/** Of a `decorators` node: the arguments of each by its name. */
export function decoratorsOf(node: SyntaxNode): Map<string, readonly SyntaxNode[]> {
  return new Map(
    node.namedChildren.flatMap((decorator) => {
      const call = decorator.namedChildren[0];
      const name = call?.childForFieldName('function')?.text;
      return name === undefined ? [] : [[name, call?.childForFieldName('arguments')?.namedChildren ?? []] as const];
    }),
  );
}

function partsOf({ node }: Declaration): SyntaxNode[] {
  return node.namedChildren.slice(1).filter((part) => !part.type.endsWith('comment'));
}

function toParameter(declaration: Declaration): Parameter {
  const [type, value] = partsOf(declaration);
  return { ...declaration, type: type?.text ?? '', ...(value === undefined ? {} : { value }) };
}

function toValued(declaration: Declaration): Valued {
  const value = partsOf(declaration).at(-1);
  return { ...declaration, ...(value === undefined ? {} : { value }) };
}

function toResource(declaration: Declaration): Resource | undefined {
  const [reference, value] = partsOf(declaration);
  if (reference === undefined || value === undefined) return undefined;
  const [type = '', apiVersion = ''] = textOf(reference).split('@');
  const isExisting = declaration.node.children.some((child) => child.type === 'existing');
  const body = bodyOf(value);
  return { ...declaration, type, apiVersion, isExisting, ...(body === undefined ? {} : { body }) };
}

function toModule(declaration: Declaration): Module | undefined {
  const [path, value] = partsOf(declaration);
  if (path === undefined || value === undefined) return undefined;
  const body = bodyOf(value);
  return { ...declaration, path: textOf(path), ...(body === undefined ? {} : { body }) };
}
