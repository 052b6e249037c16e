import type { BicepFile } from '../bicep-file.ts';
import type { SyntaxNode } from '../bicep-parser.ts';
import { nodesIn } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

const functions = [
  'allowed any cidrSubnet concat contains description empty environment export filter first guid join length loadJsonContent loadTextContent map mapValues maxLength',
  'maxValue metadata minLength minValue replace resourceGroup sealed secure string subscription subscriptionResourceId tenant toLower',
  'toObject toUpper union uniqueString',
]
  .join(' ')
  .split(' ');

/** Each name that is used is declared, and each parameter and variable is used. */
export function names({ files }: Infra): string[] {
  return files.flatMap((file) => {
    const used = namesUsed(file);
    const known = new Set([...declaredIn(file), ...localsOf(file), ...functions]);
    const unknown = [...used]
      .filter((name) => !known.has(name))
      .map((name) => `${file.path} uses ${name}, which is nothing`);
    const idle = [...file.parameters, ...file.variables]
      .filter(({ name }) => !used.has(name))
      .map(({ name }) => `${file.path} declares ${name} and does not use it`);
    return [...unknown, ...idle];
  });
}

function declaredIn(file: BicepFile): string[] {
  const { parameters, variables, resources, modules, types } = file;
  const imported = [...nodesIn(file.root)]
    .filter(({ type }) => type === 'import_functionality')
    .flatMap((statement) =>
      statement.namedChildren.filter(({ type }) => type === 'identifier').map(({ text }) => text),
    );
  return [...parameters, ...variables, ...resources, ...modules, ...types].map(({ name }) => name).concat(imported);
}

/** Loop variables and parameters of lambdas. */
function localsOf(file: BicepFile): string[] {
  return [...nodesIn(file.root)].flatMap((node) => {
    if (node.type === 'loop_variable' || node.type === 'loop_enumerator') return [node.text];
    if (node.type === 'lambda_expression') return [node.namedChildren[0]?.text ?? ''];
    const initializer = node.type === 'for_statement' ? node.childForFieldName('initializer') : null;
    return initializer === null ? [] : [initializer.text];
  });
}

function namesUsed(file: BicepFile): Set<string> {
  return new Set([...nodesIn(file.root)].filter(isUse).map(({ text }) => text));
}

function isUse(node: SyntaxNode): boolean {
  const { parent } = node;
  if (node.type !== 'identifier' || parent === null) return false;
  const isFirst = parent.namedChildren[0]?.id === node.id;
  if (parent.type === 'import_functionality') return false;
  return !(isFirst && (parent.type === 'object_property' || parent.type.endsWith('_declaration')));
}
