/** A small value that passes and instances share, guarded by its version. */
export interface SharedState<T> {
  /** Without a value where what is stored cannot be read: who saves on its version begins anew. */
  load(): Promise<{ readonly value?: T; readonly version: string } | undefined>;
  /** @param expected version that was loaded; undefined where there was none. */
  save(next: T, expected: string | undefined): Promise<'committed' | 'conflict'>;
}
