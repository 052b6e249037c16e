import type { Place } from './address.ts';
import type { TrackResult } from './answers.ts';

/** What the page is about, besides the answers of the API. */
export interface PageState {
  readonly place: Place;
  /** The API refused the key, or wants one. */
  readonly isRefused: boolean;
  /** Whether a key was given at all. */
  readonly hasKey: boolean;
  /** Whether the key may write; undefined until that is known. */
  readonly canWrite?: boolean | undefined;
  /** Set while the API does not answer. */
  readonly outage?: { readonly message: string; readonly nextTryAt: number } | undefined;
  /** When everything was last answered, in ms since 1970. */
  readonly answeredAt?: number | undefined;
  /** What was just done, and what would take it back. */
  readonly notice?: { readonly text: string; readonly isError: boolean; readonly undo?: string } | undefined;
  /** The key of what is about to be given up, until that is confirmed. */
  readonly confirming?: string | undefined;
  readonly isSending: boolean;
  /** What became of the keys that were last put in. */
  readonly added: readonly TrackResult[];
}
