import { posix } from 'node:path';
import { literalOf, nodesIn, propertiesOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** A module's file exists, gets each parameter it wants and none that it has not, and gives the outputs that are taken. */
export function modules({ files }: Infra): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((file) =>
    file.modules.flatMap((module) => {
      const where = `${file.path}: ${module.name}`;
      const callee = byPath.get(posix.join(posix.dirname(file.path), module.path));
      if (callee === undefined) return [`${where} is ${module.path}, which is no file`];
      const given = new Set(propertiesOf(valueAt(module.body, 'params')).keys());
      const known = new Set(callee.parameters.map(({ name }) => name));
      const outputs = new Set(callee.outputs.map(({ name }) => name));
      const taken = outputsTaken(file, module.name);
      return [
        ...[...given]
          .filter((name) => !known.has(name))
          .map((name) => `${where} is given ${name}, which it does not have`),
        ...callee.parameters
          .filter(({ name, value }) => value === undefined && !given.has(name))
          .map(({ name }) => `${where} is not given ${name}`),
        ...taken.filter((name) => !outputs.has(name)).map((name) => `${where} has no output ${name}`),
      ];
    }),
  );
}

/** What a module gives is taken by one of those that deploy it. */
export function outputsInUse({ files, main }: Infra): string[] {
  const taken = new Set(
    files.flatMap((file) =>
      file.modules.flatMap(({ name, path }) => {
        const callee = posix.join(posix.dirname(file.path), path);
        return outputsTaken(file, name).map((output) => `${callee} ${output}`);
      }),
    ),
  );
  return files
    .filter(({ path }) => path !== main.path && path.startsWith('infra/modules/'))
    .flatMap(({ path, outputs }) =>
      outputs.filter(({ name }) => !taken.has(`${path} ${name}`)).map(({ name }) => `${path} gives ${name} to nobody`),
    );
}

function outputsTaken({ text }: Infra['main'], module: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${module}\\.outputs\\.(\\w+)`, 'g'))].map(([, name = '']) => name);
}

/** What is loaded or imported is there; what lies in `queries/` is loaded. */
export function loadedFiles({ files, texts }: Infra): string[] {
  const loaded = files.flatMap((file) =>
    [...nodesIn(file.root)].flatMap((node) => {
      const called = node.type === 'call_expression' ? node.childForFieldName('function')?.text : undefined;
      const isLoad = called === 'loadTextContent' || called === 'loadJsonContent';
      if (!isLoad && node.type !== 'import_functionality') return [];
      const argument = isLoad ? node.childForFieldName('arguments')?.namedChildren[0] : node.namedChildren.at(-1);
      return [{ file, path: posix.join(posix.dirname(file.path), String(literalOf(argument))) }];
    }),
  );
  const paths = new Set(loaded.map(({ path }) => path));
  return [
    ...loaded
      .filter(({ path }) => !texts.has(path))
      .map(({ file, path }) => `${file.path} loads ${path}, which is not there`),
    ...[...texts.keys()]
      .filter((path) => path.endsWith('.kql') && !paths.has(path))
      .map((path) => `${path} is loaded by nothing`),
  ];
}

/** Every module file is part of the deployment, but for those that stand on their own. */
export function reachable({ files, main }: Infra): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set(['infra/settings.bicep', 'infra/entra/federated-credential.bicep']);
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const module of byPath.get(path)?.modules ?? []) visit(posix.join(posix.dirname(path), module.path));
  };
  visit(main.path);
  return [...byPath.keys()].filter((path) => !reached.has(path)).map((path) => `${path} is deployed by nothing`);
}
