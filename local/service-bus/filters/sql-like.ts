const ANY = Symbol('any');
const ONE = Symbol('one');
type Part = typeof ANY | typeof ONE | string;

/**
 * LIKE: `%` stands for any text, `_` for one character, and what follows the escape character for itself. Walks text and pattern
 * together and goes back to the last `%` only, so that no pattern can take exponential time as a regular expression could.
 */
export function isLike(text: string, pattern: string, escapeWith: string | undefined): boolean {
  const characters = [...text];
  const parts = split(pattern, escapeWith);
  let at = 0;
  let part = 0;
  let resumeAt = 0;
  let resumePart = -1;
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === ANY) {
      resumePart = ++part;
      resumeAt = at;
    } else if (wanted === ONE || wanted === characters[at]) {
      at++;
      part++;
    } else if (resumePart >= 0) {
      at = ++resumeAt;
      part = resumePart;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === ANY);
}

function split(pattern: string, escapeWith: string | undefined): Part[] {
  const parts: Part[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === escapeWith) escaped = true;
    else {
      parts.push(escaped ? character : partOf(character));
      escaped = false;
    }
  }
  return parts;
}

function partOf(character: string): Part {
  if (character === '%') return ANY;
  return character === '_' ? ONE : character;
}
