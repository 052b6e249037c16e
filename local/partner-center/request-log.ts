const CAPACITY = 10_000;

/** One call to an API or the token endpoint; headers and bodies are never kept, so no token or secret is. */
interface LoggedRequest {
  /** Milliseconds by the server's clock. */
  readonly at: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly api: string | null;
  /** Key of the submission or product. */
  readonly key: string | null;
  /** null while or because nothing was answered. */
  readonly status: number | null;
  readonly fault: string | null;
}

export type RequestLog = ReturnType<typeof createRequestLog>;

/** The latest calls, oldest first; `dropped` counts those that no longer fit. */
export function createRequestLog() {
  let entries: LoggedRequest[] = [];
  let dropped = 0;
  return {
    add(entry: LoggedRequest) {
      entries.push(entry);
      if (entries.length <= CAPACITY) return;
      entries.shift();
      dropped += 1;
    },
    list: () => ({ dropped, requests: entries.map((entry) => ({ ...entry })) }),
    clear() {
      entries = [];
      dropped = 0;
    },
  };
}
