/** JSON as the services print it: 64-bit ids and numbers like `25.0` keep their digits, `undefined` leaves a field out. */

declare global {
  // In V8 since Node 22, not yet in TypeScript's library.
  interface JSON {
    rawJSON(text: string): RawJson;
    isRawJSON(value: unknown): value is RawJson;
  }
}

interface RawJson {
  readonly rawJSON: string;
}

export type JsonBody =
  | string
  | number
  | boolean
  | null
  | undefined
  | RawJson
  | readonly JsonBody[]
  | { readonly [field: string]: JsonBody };

/** A number printed with exactly these digits; a JavaScript number would round ids beyond 2^53. */
export function exactNumber(digits: string): RawJson {
  return JSON.rawJSON(digits);
}
