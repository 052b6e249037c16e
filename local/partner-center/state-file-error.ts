/** The file of the kept state cannot be read, used or written; the message names it and says why, in one line. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}
