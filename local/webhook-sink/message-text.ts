import { terminalText } from '../terminal-text.ts';
import type { Run, ShownMessage } from './shown-message.ts';

const signs: Readonly<Record<string, string>> = { error: '✖', warning: '▲', success: '✔', info: '●' };

/** A posted message as text for a terminal. */
export function messageText(to: string, message: ShownMessage): string {
  const lines = message.lines.map(({ kind, runs }) => {
    const text = runs.map(textOf).join(kind === 'links' ? '   ' : '');
    return kind === 'bullet' ? `  • ${text}` : text;
  });
  const [first = '', ...others] = lines;
  const head = `  ┌ ${to}  ${signs[message.colour] ?? ''} ${first}`;
  return [head, ...others.map((line) => `  │ ${line}`), '  └'].map(terminalText).join('\n');
}

function textOf({ text, url }: Run): string {
  return url === undefined ? text : `${text} <${url}>`;
}
