/** Text from outside for a line of a terminal: it must not move the cursor, nor colour what follows. */
export function terminalText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
