import { nodesIn } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** Every file can be read; only the grammar is checked, not what a compiler would say. */
export function syntax({ files }: Infra): string[] {
  return files.flatMap(({ path, root }) => {
    if (!root.hasError) return [];
    const wrong = [...nodesIn(root)].find((node) => node.isError || node.isMissing);
    return [`${path}:${(wrong ?? root).startPosition.row + 1} cannot be read`];
  });
}
