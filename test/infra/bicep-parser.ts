import { readFileSync } from 'node:fs';
import { Language, type Node, Parser } from 'web-tree-sitter';

export type SyntaxNode = Node;

/** Reads Bicep into a syntax tree. A tree of a text with mistakes has error nodes; nothing is thrown. */
export type ParseBicep = (text: string) => SyntaxNode;

/**
 * The grammar of `tree-sitter-bicep`, which lacks some newer statements. `extension NAME` is one that we use: it is blanked, so that
 * lines and columns stay.
 */
export async function createBicepParser(): Promise<ParseBicep> {
  await Parser.init();
  const language = await Language.load(readFileSync('node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  // Most files of a broken twin are those of all the others.
  const known = new Map<string, SyntaxNode>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const tree = parser.parse(text.replace(/^extension \w+$/gm, (line) => ' '.repeat(line.length)));
    if (tree === null) throw new Error('The parser was stopped');
    known.set(text, tree.rootNode);
    return tree.rootNode;
  };
}
