import { UnreadableBodyError } from '../../errors.ts';

/**
 * JSON.parse that keeps integers beyond 2^53 as the digits that were sent: hardware ids are bare 64-bit numbers, and three
 * documented ones are one and the same double.
 * @throws UnreadableBodyError for text that is not JSON (an HTML error page, a body cut short, a trailing comma, nothing).
 */
export function parseExactJson(text: string): unknown {
  return parse(text, (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
      ? context.source
      : value,
  );
}

/** For bodies whose numbers are not used. @throws UnreadableBodyError as above. */
export function parseJson(text: string): unknown {
  return parse(text);
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

function parse(text: string, reviver?: Reviver): unknown {
  try {
    return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]);
  } catch (cause) {
    // V8 quotes a piece of the text in its message, and the text may hold a signature.
    const what = text.trim() === '' ? 'empty' : 'not JSON';
    throw new UnreadableBodyError(`The body is ${what} (${text.length} characters)`, { cause: (cause as Error).name });
  }
}
