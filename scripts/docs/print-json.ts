const lineWidth = 120;

/** JSON as Biome formats it: objects over several lines, a list of plain values on one line where it fits. Ends with a line break. */
export function printJson(value: unknown): string {
  return `${print(value, '', 0)}\n`;
}

function print(value: unknown, indent: string, column: number): string {
  if (!isContainer(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const oneLine = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    // The comma that may follow counts.
    if (!value.some(isContainer) && column + oneLine.length < lineWidth) return oneLine;
    return `[\n${value.map((item) => `${inner}${print(item, inner, inner.length)}`).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => {
      const start = `${inner}${JSON.stringify(name)}: `;
      return `${start}${print(item, inner, start.length)}`;
    });
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
