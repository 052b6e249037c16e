import type { SyntaxNode } from './bicep-parser.ts';

/** What a Bicep value is, as far as it can be known without compiling. */
export type Literal = string | number | boolean | null;

/** All nodes of a tree, the root first. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.namedChildren) yield* nodesIn(child);
}

/** @returns undefined for an expression, and for a text with an interpolation. */
export function literalOf(node: SyntaxNode | undefined): Literal | undefined {
  switch (node?.type) {
    case 'string':
      return node.namedChildren.some((part) => part.type === 'interpolation') ? undefined : textOf(node);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    default:
      return undefined;
  }
}

/** A text as it is meant, interpolations as they are written. */
export function textOf(node: SyntaxNode): string {
  const isLong = node.text.startsWith("'''");
  return isLong ? node.text.slice(3, -3) : node.text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** Properties of an object by name. */
export function propertiesOf(node: SyntaxNode | undefined): ReadonlyMap<string, SyntaxNode> {
  const properties = new Map<string, SyntaxNode>();
  if (node?.type !== 'object') return properties;
  for (const property of node.namedChildren) {
    const [key, value] = property.namedChildren.filter((part) => !part.type.endsWith('comment'));
    if (property.type !== 'object_property' || key === undefined || value === undefined) continue;
    properties.set(key.type === 'string' ? textOf(key) : key.text, value);
  }
  return properties;
}

/** The value at a path of property names, such as `properties.encryption.state`. */
export function valueAt(node: SyntaxNode | undefined, path: string): SyntaxNode | undefined {
  let value = node;
  for (const name of path.split('.')) value = propertiesOf(value).get(name);
  return value;
}

export function elementsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  return node?.type === 'array' ? node.namedChildren.filter((one) => !one.type.endsWith('comment')) : [];
}

/** The object in an object, a condition or a loop. */
export function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'object') return node;
  if (node.type === 'for_statement') {
    const body = node.childForFieldName('body');
    return body === null ? undefined : bodyOf(body);
  }
  return node.type === 'if_statement' ? node.namedChildren.find((part) => part.type === 'object') : undefined;
}
