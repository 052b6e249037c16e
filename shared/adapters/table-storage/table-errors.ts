import { StorageError } from '../../errors.ts';

/**
 * The exact code of a failed table operation. A single operation carries it in `details.odataError`, a transaction in
 * `code`; only these codes are outcomes, everything else (throttled, forbidden, unreachable) is a failure.
 */
export function tableErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { details, code } = error as Error & { details?: { odataError?: { code?: unknown } }; code?: unknown };
  const exact = details?.odataError?.code ?? code;
  return typeof exact === 'string' ? exact : undefined;
}

export function isNotFound(error: unknown): boolean {
  return tableErrorCode(error) === 'ResourceNotFound';
}

/** Another writer was first: the version is old, the row exists already, or it is gone. */
export function isConflict(error: unknown): boolean {
  const code = tableErrorCode(error) ?? '';
  return ['UpdateConditionNotSatisfied', 'EntityAlreadyExists', 'ResourceNotFound'].includes(code);
}

/** Index of the operation that failed a transaction: the message starts with it (`12:The update condition ...`). */
export function failedOperation(error: unknown): number | undefined {
  const index = error instanceof Error ? /^(\d+):/.exec(error.message)?.[1] : undefined;
  return index === undefined ? undefined : Number(index);
}

export function storageError(what: string, cause: unknown): StorageError {
  return new StorageError(`Table Storage: ${what} failed (${tableErrorCode(cause) ?? 'no code'})`, { cause });
}
