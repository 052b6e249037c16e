/**
 * A table whose columns line up, so that a change shows as the line it is in. Cells are Markdown; `|` in them is escaped.
 * @param numbersFrom the first of the columns that hold numbers, which stand to the right.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = Number.POSITIVE_INFINITY,
): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const padded = (cell: string, column: number, fill: string) => {
    const width = widths[column] ?? 0;
    return column < numbersFrom ? cell.padEnd(width, fill) : cell.padStart(width, fill);
  };
  const line = (row: readonly string[], fill = ' ') =>
    `| ${widths.map((_, column) => padded(row[column] ?? '', column, fill)).join(' | ')} |`;
  const rule = widths.map((_, column) => (column < numbersFrom ? '' : ':'));
  const [first = [], ...rest] = cells;
  return [line(first), line(rule, '-'), ...rest.map((row) => line(row))].join('\n');
}

/** Text as code, within a cell or a sentence. */
export function code(text: string): string {
  return `\`${text}\``;
}
