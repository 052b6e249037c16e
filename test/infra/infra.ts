import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BicepFile, bicepFile } from './bicep-file.ts';
import type { ParseBicep } from './bicep-parser.ts';

/** Texts of files by their path below the root of the project. */
type Texts = ReadonlyMap<string, string>;

/** All that is deployed with, as the checks see it. */
export interface Infra {
  readonly texts: Texts;
  readonly files: readonly BicepFile[];
  /** `infra/main.bicep` */
  readonly main: BicepFile;
}

/** What says how the deployment is, besides the templates and the workflows. */
const others = [
  '.funcignore',
  'azure.yaml',
  'docs/deploy.md',
  'docs/operate.md',
  'host.json',
  'local.settings.example.json',
  'shared/domain/explain-token.ts',
];

/** `infra/`, the workflows and what goes with them, as they are. */
export function readInfraTexts(root = process.cwd()): Texts {
  const paths = ['infra', '.github/workflows'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      ),
  );
  return new Map([...paths, ...others].sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

export function infraOf(texts: Texts, parse: ParseBicep): Infra {
  const files = [...texts]
    .filter(([path]) => path.endsWith('.bicep'))
    .map(([path, text]) => bicepFile(path, text, parse(text)));
  const main = files.find(({ path }) => path === 'infra/main.bicep');
  if (main === undefined) throw new Error('There is no infra/main.bicep');
  return { texts, files, main };
}

export function jsonOf(texts: Texts, path: string): unknown {
  return JSON.parse(texts.get(path) ?? 'null');
}
