/** Why the API did not answer as asked. `status` is absent where there was no answer at all. */
export class ApiError extends Error {
  readonly status: number | undefined;
  /** The stable code of a problem answer. */
  readonly code: string | undefined;

  constructor(message: string, status?: number, code?: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** A list in pages. */
export interface Page<Item> {
  readonly value: readonly Item[];
  readonly nextLink?: string;
}

export type ApiClient = ReturnType<typeof createApiClient>;

const longestWaitMs = 30_000;
const mostRequests = 50;

/**
 * The query API. Paths are relative to `/api/`.
 * @param root `https://HOST/api/`
 * @param key of the moment; undefined sends none.
 */
export function createApiClient(root: URL, key: () => string | undefined) {
  async function request(method: string, path: string, body?: unknown): Promise<Response> {
    const url = new URL(path, root);
    // A link out of an answer must not take the key elsewhere.
    if (url.origin !== root.origin) throw new ApiError('The API named an address of another host');
    const presented = key();
    const headers = new Headers(presented === undefined ? {} : { 'x-functions-key': presented });
    if (body !== undefined) headers.set('content-type', 'application/json');
    const response = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(longestWaitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new ApiError('The API does not answer');
    });
    if (!response.ok) throw await refusal(response);
    return response;
  }

  async function get(path: string): Promise<unknown> {
    return parsed(await request('GET', path));
  }

  return {
    get,
    /**
     * A list with as many entries as are wanted, or all there are; `nextLink` leads on. A page may be empty and still have a
     * successor, so the requests are bounded too.
     */
    async getList(path: string, wanted: number): Promise<Page<unknown>> {
      let page = (await get(path)) as Page<unknown>;
      const value = [...page.value];
      for (let rest = mostRequests; rest > 0 && value.length < wanted && page.nextLink !== undefined; rest--) {
        page = (await get(page.nextLink)) as Page<unknown>;
        value.push(...page.value);
      }
      return page.nextLink === undefined ? { value } : { value, nextLink: page.nextLink };
    },
    /** All pages of a text; its `Link` leads on. */
    async texts(path: string): Promise<readonly string[]> {
      const pages: string[] = [];
      let next: string | undefined = path;
      for (let rest = mostRequests; rest > 0 && next !== undefined; rest--) {
        const response = await request('GET', next);
        pages.push(await response.text());
        next = nextOf(response);
      }
      if (next !== undefined) throw new ApiError('There is more of it than this page can take');
      return pages;
    },
    /** @returns the status, and the body where there is one. */
    async send(
      method: 'PUT' | 'POST' | 'DELETE',
      path: string,
      body?: unknown,
    ): Promise<{ status: number; body: unknown }> {
      const response = await request(method, path, body);
      return { status: response.status, body: response.status === 204 ? undefined : await parsed(response) };
    },
  };
}

function nextOf(response: Response): string | undefined {
  return /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
}

async function parsed(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    throw new ApiError('The API answered something that is not JSON', response.status);
  }
}

/** The host's own refusals (a wrong key) have no body; the app's are problem answers. */
async function refusal(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof problem[name] === 'string' ? problem[name] : undefined);
  const said = [text('title'), text('detail')].filter((part) => part !== undefined).join('. ');
  return new ApiError(said === '' ? `The API answered ${response.status}` : said, response.status, text('code'));
}
