/** A mistake the person who starts the host can mend: shown as one line, without a stack. */
export class HostError extends Error {
  override readonly name = 'HostError';
}
