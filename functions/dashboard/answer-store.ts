import { type ApiClient, ApiError } from './api-client.ts';
import type { Query } from './queries.ts';

/** What is known of a question. After a failure the last good answer stays. */
interface Answer<T> {
  readonly value?: T;
  readonly failure?: ApiError;
  readonly isLoading: boolean;
}

interface Known {
  readonly query: Query<unknown>;
  readonly answer: Answer<unknown>;
  readonly round: number;
}

export type AnswerStore = ReturnType<typeof createAnswerStore>;

/** Answers of the API by question. @param changed is called after each change. */
export function createAnswerStore(api: ApiClient, changed: () => void) {
  const known = new Map<string, Known>();
  const wanted = new Map<string, number>();
  let lastRound = 0;

  function put(query: Query<unknown>, round: number, answer: Answer<unknown>): void {
    // An answer that was overtaken by a later one is old news.
    if ((known.get(query.path)?.round ?? 0) > round) return;
    known.set(query.path, { query, answer, round });
    changed();
  }

  async function load(query: Query<unknown>): Promise<ApiError | undefined> {
    lastRound += 1;
    const round = lastRound;
    put(query, round, { ...known.get(query.path)?.answer, isLoading: true });
    try {
      const value =
        query.size === undefined
          ? await api.get(query.path)
          : await api.getList(query.path, wanted.get(query.path) ?? query.size);
      put(query, round, { value, isLoading: false });
      return undefined;
    } catch (error) {
      const failure = error instanceof ApiError ? error : new ApiError('The page could not read the answer');
      put(query, round, { ...known.get(query.path)?.answer, failure, isLoading: false });
      return failure;
    }
  }

  return {
    of<T>(query: Query<T>): Answer<T> {
      const { value, ...rest }: Answer<unknown> = known.get(query.path)?.answer ?? { isLoading: false };
      return value === undefined ? rest : { ...rest, value: query.as(value) };
    },
    /** Asks all of them again. @returns what failed. */
    async refresh(queries: readonly Query<unknown>[]): Promise<readonly ApiError[]> {
      return (await Promise.all(queries.map(load))).filter((failure) => failure !== undefined);
    },
    /** More of a list, now and at every refresh. */
    async more(path: string): Promise<void> {
      const { query } = known.get(path) ?? {};
      if (query?.size === undefined) return;
      wanted.set(path, (wanted.get(path) ?? query.size) + query.size);
      await load(query);
    },
    forget(): void {
      known.clear();
      wanted.clear();
    },
  };
}
