/** Thrown when a SQL filter does not follow the grammar; the message says where. */
export class SqlSyntaxError extends Error {
  constructor(detail: string, position: number) {
    super(`SQL filter: ${detail} at position ${position}`);
    this.name = 'SqlSyntaxError';
  }
}

export type Token =
  | { readonly kind: 'name' | 'keyword' | 'operator'; readonly text: string; readonly position: number }
  | { readonly kind: 'constant'; readonly value: string | number; readonly position: number }
  | { readonly kind: 'end'; readonly position: number };

const keywords = new Set(['AND', 'OR', 'NOT', 'LIKE', 'ESCAPE', 'IN', 'IS', 'NULL', 'EXISTS', 'TRUE', 'FALSE']);

type Rule = readonly [pattern: RegExp, toToken: (text: string, position: number) => Token | undefined];

// Tried in this order at each position. Inside quotes or brackets the closing one is written twice.
const rules: readonly Rule[] = [
  [/\s+/y, () => undefined],
  [/'(?:[^']|'')*'/y, (text, position) => ({ kind: 'constant', value: unquote(text), position })],
  [/\[(?:[^\]]|\]\])*\]/y, (text, position) => ({ kind: 'name', text: unquote(text), position })],
  [/"(?:[^"]|"")*"/y, (text, position) => ({ kind: 'name', text: unquote(text), position })],
  [
    /0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy,
    (text, position) => ({ kind: 'constant', value: Number(text), position }),
  ],
  [/[\p{L}_@#$][\p{L}\p{N}_@#$]*/uy, keywordOrName],
  [/<>|!=|<=|>=|[=<>+\-*/%(),.]/y, (text, position) => ({ kind: 'operator', text, position })],
];

/** @throws SqlSyntaxError */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    const found = firstMatch(source, position);
    if (!found) throw new SqlSyntaxError(`"${source[position]}" is not expected`, position);
    if (found.token) tokens.push(found.token);
    position += found.length;
  }
  return [...tokens, { kind: 'end', position }];
}

function firstMatch(source: string, position: number): { token: Token | undefined; length: number } | undefined {
  for (const [pattern, toToken] of rules) {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { token: toToken(text, position), length: text.length };
  }
  return undefined;
}

function keywordOrName(text: string, position: number): Token {
  const upper = text.toUpperCase();
  return keywords.has(upper) ? { kind: 'keyword', text: upper, position } : { kind: 'name', text, position };
}

function unquote(text: string): string {
  const closing = text.slice(-1);
  return text.slice(1, -1).replaceAll(closing + closing, closing);
}
