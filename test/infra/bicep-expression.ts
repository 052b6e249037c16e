import type { SyntaxNode } from './bicep-parser.ts';
import { propertiesOf } from './bicep-value.ts';

/** Values of names by how they are written: parameters and variables of a file, arguments of a lambda. */
export type Scope = (name: string) => unknown;

/**
 * The value of an expression, as Azure would have it: the operators and functions that our templates use to make values from
 * parameters.
 * @throws Error for any other.
 */
export function evaluated(node: SyntaxNode, scope: Scope): unknown {
  const at = (field: string): unknown => {
    const part = node.childForFieldName(field);
    if (part === null) throw new Error(`No ${field} in ${node.text}`);
    return evaluated(part, scope);
  };
  switch (node.type) {
    case 'string':
      return textIn(node, scope);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'identifier':
      return scope(node.text);
    case 'parenthesized_expression':
      return evaluated(onlyChild(node), scope);
    case 'array':
      return node.namedChildren.map((item) => evaluated(item, scope));
    case 'object':
      return Object.fromEntries([...propertiesOf(node)].map(([name, value]) => [name, evaluated(value, scope)]));
    case 'member_expression':
      return memberOf(at('object'), node);
    case 'subscript_expression':
      return (at('object') as readonly unknown[])[Number(at('index'))];
    case 'ternary_expression':
      return at(at('condition') === true ? 'consequence' : 'alternative');
    case 'unary_expression':
      return !(at('argument') === true);
    case 'binary_expression':
      return operated(operatorOf(node), at('left'), () => at('right'));
    case 'call_expression':
      return called(node, scope);
    default:
      throw new Error(`What is a ${node.type}? ${node.text}`);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function textIn(node: SyntaxNode, scope: Scope): string {
  return node.namedChildren
    .map((part) => {
      if (part.type === 'interpolation') return String(evaluated(onlyChild(part), scope));
      if (part.type !== 'escape_sequence') return part.text;
      const sign = part.text.slice(1);
      return escapes[sign] ?? sign;
    })
    .join('');
}

function onlyChild(node: SyntaxNode): SyntaxNode {
  const [child] = node.namedChildren;
  if (child === undefined) throw new Error(`Nothing in ${node.text}`);
  return child;
}

/** `.?` takes what is not there for null; `.` does not. */
function memberOf(value: unknown, node: SyntaxNode): unknown {
  const name = node.childForFieldName('property')?.text ?? '';
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  if (isThere) return (value as Record<string, unknown>)[name];
  if (node.text.endsWith(`.?${name}`)) return null;
  throw new Error(`There is no ${name} for ${node.text}`);
}

function operatorOf(node: SyntaxNode): string {
  return node.children.find((part) => !part.isNamed)?.text ?? '';
}

function operated(operator: string, left: unknown, right: () => unknown): unknown {
  switch (operator) {
    case '==':
      return left === right();
    case '!=':
      return left !== right();
    case '&&':
      return left === true && right() === true;
    case '||':
      return left === true || right() === true;
    case '??':
      return left ?? right();
    case '>':
      return Number(left) > Number(right());
    case '<=':
      return Number(left) <= Number(right());
    default:
      throw new Error(`What is ${operator}?`);
  }
}

function called(node: SyntaxNode, scope: Scope): unknown {
  const name = node.childForFieldName('function')?.text ?? '';
  const given = node.childForFieldName('arguments')?.namedChildren ?? [];
  const lambda = (index: number) => lambdaOf(given[index], scope);
  const value = (index: number): unknown => {
    const argument = given[index];
    if (argument === undefined) throw new Error(`Too few arguments in ${node.text}`);
    return evaluated(argument, scope);
  };
  const list = (index: number): readonly unknown[] => value(index) as readonly unknown[];
  switch (name) {
    case 'map':
      return list(0).map(lambda(1));
    case 'toObject':
      return Object.fromEntries(list(0).map((item) => [String(lambda(1)(item)), lambda(2)(item)]));
    case 'concat':
      return given.flatMap((_, index) => list(index));
    case 'union':
      return Object.assign({}, ...given.map((_, index) => value(index)));
    case 'join':
      return list(0).join(String(value(1)));
    case 'any':
      return value(0);
    case 'length':
      return (value(0) as string | readonly unknown[]).length;
    case 'empty':
      return isEmpty(value(0));
    case 'contains':
      return Object.hasOwn(value(0) as object, String(value(1)));
    case 'replace':
      return String(value(0)).replaceAll(String(value(1)), String(value(2)));
    case 'toUpper':
      return String(value(0)).toUpperCase();
    default:
      throw new Error(`What is ${name}()?`);
  }
}

/** The grammar reads `one => one.name` as a member of `one => one`. */
function lambdaOf(node: SyntaxNode | undefined, scope: Scope): (value: unknown) => unknown {
  if (node?.type === 'member_expression') {
    const inner = lambdaOf(node.childForFieldName('object') ?? undefined, scope);
    return (value) => memberOf(inner(value), node);
  }
  const [argument, body] = node?.namedChildren ?? [];
  if (node?.type !== 'lambda_expression' || argument === undefined || body === undefined) {
    throw new Error(`No lambda: ${node?.text}`);
  }
  return (value) => evaluated(body, (asked) => (asked === argument.text ? value : scope(asked)));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return Object.keys(value as object).length === 0;
}
