/** Marks that stack up on one letter: more than these would climb over the lines around. */
const longestStack = 4;

/**
 * Text from outside as one line that is nothing but text: no control or invisible characters, so no overrides of the
 * direction of writing either (the two joiners stay, which scripts and emoji need), no line breaks, no towers of accents,
 * and not longer than `longest` UTF-16 units.
 */
export function plainText(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{Cf}--[\u200c\u200d]]/gv, '')
    .replace(new RegExp(`(\\p{M}{${longestStack}})\\p{M}+`, 'gu'), '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return cutText(line, longest);
}

/** At most `longest` UTF-16 units, an ellipsis among them where something was cut; no surrogate pair is split. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let end = 0;
  for (const character of text) {
    if (end + character.length > longest - 1) break;
    end += character.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}
