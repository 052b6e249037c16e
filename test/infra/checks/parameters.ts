import type { Parameter } from '../bicep-file.ts';
import { decoratorsOf } from '../bicep-file.ts';
import { elementsOf, literalOf, propertiesOf } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** Parameters say what they are for, numbers have limits, and a default keeps to them. */
export function parameters({ files, main }: Infra): string[] {
  const undescribed = files.flatMap(({ path, parameters: all }) =>
    all
      .filter(({ decorators }) => !decorators.has('description'))
      .map(({ name }) => `${path}: ${name} has no description`),
  );
  return [
    ...undescribed,
    ...main.parameters.flatMap(limitProblems),
    ...typeProblems(files.flatMap(({ types }) => types)),
  ];
}

function limitProblems(parameter: Parameter): string[] {
  const { name, type, decorators, value } = parameter;
  const allowed = decorators.get('allowed');
  const hasRange = decorators.has('minValue') && decorators.has('maxValue');
  if (type === 'int' && allowed === undefined && !hasRange) return [`${name} is a number without limits`];
  const given = literalOf(value);
  const options = elementsOf(allowed?.[0]).map(literalOf);
  if (allowed !== undefined && given !== undefined && !options.includes(given)) {
    return [`${name} is ${given} by default, which is not allowed`];
  }
  const [least, most] = ['minValue', 'maxValue'].map((limit) => Number(literalOf(decorators.get(limit)?.[0])));
  const isOutside = typeof given === 'number' && ((least ?? given) > given || (most ?? given) < given);
  return isOutside ? [`${name} is ${given} by default, outside its limits`] : [];
}

/** The same for the properties of types. */
function typeProblems(types: Infra['files'][number]['types']): string[] {
  return types.flatMap(({ value }) => {
    const parts = value?.namedChildren ?? [];
    return parts.flatMap((part, index) => {
      if (part.type !== 'object_property') return [];
      const name = part.namedChildren[0]?.text ?? '';
      const before = parts[index - 1];
      const decorators = before?.type === 'decorators' ? decoratorsOf(before) : new Map<string, readonly unknown[]>();
      const type = part.namedChildren[1]?.text ?? '';
      const hasRange = decorators.has('minValue') && decorators.has('maxValue');
      return [
        ...(decorators.has('description') ? [] : [`${name} has no description`]),
        ...(type.startsWith('int') && !hasRange ? [`${name} is a number without limits`] : []),
      ];
    });
  });
}

/** `main.parameters.json` gives every parameter that has no default, and none that there is not. */
export function parametersFile({ main, texts }: Infra): string[] {
  const file = JSON.parse(texts.get('infra/main.parameters.json') ?? '{}') as { parameters?: Record<string, unknown> };
  const given = new Set(Object.keys(file.parameters ?? {}));
  const known = new Set(main.parameters.map(({ name }) => name));
  return [
    ...main.parameters
      .filter(({ name, value }) => value === undefined && !given.has(name))
      .map(({ name }) => `main.parameters.json does not give ${name}`),
    ...[...given]
      .filter((name) => !known.has(name))
      .map((name) => `main.parameters.json gives ${name}, which is nothing`),
  ];
}

/** `@secure()` for everything that is a secret by its name; a secure parameter has no default but the empty text. */
export function secureParameters({ files }: Infra): string[] {
  return files.flatMap(({ path, parameters: all }) =>
    all.flatMap(({ name, type, decorators, value }) => {
      const isSecret = /(secrets?|password|certificate|webhookurl|token)$/i.test(name) && type !== 'bool';
      const isSecure = decorators.has('secure');
      const hasValue = value !== undefined && literalOf(value) !== '' && propertiesOf(value).size === 0;
      return [
        ...(isSecret && !isSecure ? [`${path}: ${name} is a secret and not @secure()`] : []),
        ...(isSecure && hasValue ? [`${path}: ${name} has a secret for a default`] : []),
      ];
    }),
  );
}
