export type Paging = ReturnType<typeof createPaging>;

const DEFAULT_PAGE_SIZE = 50;

interface Page<T> {
  readonly rows: readonly T[];
  readonly pageSize: number;
  /** Absent on the last page. */
  readonly continuationToken?: string;
}

/** Cuts the hardware lists into pages. */
export function createPaging() {
  let settings: { pageSize: number; stuck: boolean } = { pageSize: DEFAULT_PAGE_SIZE, stuck: false };

  /** @returns undefined when the token is not one of ours. */
  function page<T>(all: readonly T[], query: URLSearchParams): Page<T> | undefined {
    const asked = Number(query.get('pageSize'));
    const pageSize = Math.min(Number.isInteger(asked) && asked > 0 ? asked : settings.pageSize, settings.pageSize);
    const token = query.get('continuationToken');
    const start = token === null ? 0 : startOf(token);
    if (start === undefined) return undefined;
    const rows = all.slice(start, start + pageSize);
    const next = start + pageSize;
    if (next < all.length) return { rows, pageSize, continuationToken: tokenFor(next) };
    // Users report lists whose last page names itself as the next one, for ever (windows-driver-docs #1035, #1166).
    return settings.stuck ? { rows, pageSize, continuationToken: tokenFor(start) } : { rows, pageSize };
  }

  return {
    page,
    set(pageSize: number, stuck: boolean) {
      settings = { pageSize, stuck };
    },
    reset() {
      settings = { pageSize: DEFAULT_PAGE_SIZE, stuck: false };
    },
  };
}

function tokenFor(start: number): string {
  return Buffer.from(`<Token><Next>row-${start}</Next></Token>`).toString('base64');
}

function startOf(token: string): number | undefined {
  const match = /^<Token><Next>row-(\d+)<\/Next><\/Token>$/.exec(Buffer.from(token, 'base64').toString());
  return match ? Number(match[1]) : undefined;
}
