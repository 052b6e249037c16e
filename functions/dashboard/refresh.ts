import { briefOf } from '../../shared/domain/event-words.ts';
import type { AnswerStore } from './answer-store.ts';
import type { ApiClient, ApiError } from './api-client.ts';
import { nameOf } from './change-list.ts';
import { received } from './event-text.ts';
import type { Beat } from './heartbeat.ts';
import type { PageStore } from './page-store.ts';
import { changesQuery, queriesOf } from './queries.ts';
import { mayWrite } from './write-access.ts';

/** Without any change this often: what was read last, and what is left of the budget, moves all the time. */
const allEveryMs = 30_000;
const mostTold = 3;

export type Refresh = ReturnType<typeof createRefresh>;

/**
 * Keeps what is shown up to date at little cost: one small question about changes, and all the others when there were some.
 * @param tell says to a screen reader what is new.
 */
export function createRefresh(store: PageStore, api: ApiClient, answers: AnswerStore, tell: (text: string) => void) {
  let allAt = 0;
  let isAllWanted = true;

  async function beat(): Promise<Beat> {
    if (store.state.isRefused) return { isAnswered: true, hasNews: false };
    const before = newest();
    const isAll = isAllWanted || Date.now() - allAt >= allEveryMs;
    let failures = isAll ? await askAll() : await answers.refresh([changesQuery]);
    const hasNews = before !== newest();
    if (hasNews && !isAll) failures = [...failures, ...(await askAll())];
    if (before !== undefined && hasNews) tellSince(before);
    const isAnswered = judge(failures);
    if (isAnswered && !store.state.isRefused && store.state.canWrite === undefined) {
      store.set({ canWrite: await mayWrite(api) });
    }
    return { isAnswered, hasNews };
  }

  async function askAll(): Promise<readonly ApiError[]> {
    // Before the first answer, so that who asks for it meanwhile is not overheard.
    isAllWanted = false;
    allAt = Date.now();
    return answers.refresh(queriesOf(store.state.place));
  }

  function newest(): string | undefined {
    return answers.of(changesQuery).value?.value[0]?.id;
  }

  /** @returns whether the API answers at all; a key that is refused is an answer. */
  function judge(failures: readonly ApiError[]): boolean {
    if (failures.some(({ status }) => status === 401 || status === 403)) {
      store.set({ isRefused: true, outage: undefined });
      return true;
    }
    const outage = failures.find(({ status }) => status === undefined || status >= 500);
    if (outage !== undefined) {
      isAllWanted = true;
      store.set({ outage: { message: outage.message, nextTryAt: Date.now() } });
      return false;
    }
    store.set({ outage: undefined, answeredAt: Date.now() });
    return true;
  }

  function tellSince(before: string): void {
    const changes = answers.of(changesQuery).value?.value ?? [];
    const known = changes.findIndex(({ id }) => id === before);
    const news = changes.slice(0, known < 0 ? changes.length : known);
    const told = news.slice(0, mostTold).map((event) => `${nameOf(event, new Map())}: ${briefOf(received(event))}`);
    const more = news.length > mostTold ? [`and ${news.length - mostTold} more changes`] : [];
    tell([...told, ...more].join('. '));
  }

  return {
    beat,
    /** Asks what a new place shows, at once: a beat that is under way may take its time. */
    async arrive(): Promise<void> {
      judge(await askAll());
    },
    /** Lets the next beat ask everything. */
    expire(): void {
      isAllWanted = true;
    },
  };
}
