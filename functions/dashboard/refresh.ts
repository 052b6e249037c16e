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

/**
 * Keeps what is shown up to date at little cost: one small question about changes, and all the others when there were some.
 * @param tell says to a screen reader what is new.
 */
export function createRefresh(store: PageStore, api: ApiClient, answers: AnswerStore, tell: (text: string) => void) {
  let allAt = 0;
  let isAllWanted = true;
  /** The newest change that a beat knew of, and that was told. */
  let beaten: string | undefined;
  let told: string | undefined;

  async function beat(): Promise<Beat> {
    if (store.state.isRefused) return { isAnswered: true, hasNews: false };
    const failures = newest() === undefined ? await askAll() : await askWhatMoved();
    const hasNews = newest() !== beaten;
    beaten = newest();
    const isAnswered = judge(failures);
    if (isAnswered && !store.state.isRefused && store.state.canWrite === undefined) {
      store.set({ canWrite: await mayWrite(api) });
    }
    return { isAnswered, hasNews };
  }

  /** At once, for a page that shows nothing yet. */
  async function askAll(): Promise<readonly ApiError[]> {
    const known = newest();
    const failures = (await Promise.all([askChanges(), askOthers()])).flat();
    // A change that came meanwhile: the others may be of before it.
    if (known !== undefined && known !== newest()) isAllWanted = true;
    return failures;
  }

  /** The changes first: what is asked after them cannot be of before them. */
  async function askWhatMoved(): Promise<readonly ApiError[]> {
    const failures = await askChanges();
    if (failures.some(({ status }) => status === undefined)) return failures;
    const isAll = isAllWanted || newest() !== beaten || Date.now() - allAt >= allEveryMs;
    return isAll ? [...failures, ...(await askOthers())] : failures;
  }

  async function askChanges(): Promise<readonly ApiError[]> {
    const failures = await answers.refresh([changesQuery]);
    tellNews();
    return failures;
  }

  async function askOthers(): Promise<readonly ApiError[]> {
    // Before the first answer, so that who asks for it meanwhile is not overheard.
    isAllWanted = false;
    allAt = Date.now();
    return answers.refresh(queriesOf(store.state.place).filter((query) => query !== changesQuery));
  }

  /** @returns '' where nothing ever changed, and undefined where that is not known. */
  function newest(): string | undefined {
    const { value: page } = answers.of(changesQuery);
    return page && (page.value[0]?.id ?? '');
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

  /** What is there when the page opens is no news. */
  function tellNews(): void {
    const before = told;
    told = newest() ?? before;
    if (before === undefined || before === told) return;
    const changes = answers.of(changesQuery).value?.value ?? [];
    const known = changes.findIndex(({ id }) => id === before);
    const news = changes.slice(0, known < 0 ? changes.length : known);
    const briefs = news.slice(0, mostTold).map((event) => `${nameOf(event, new Map())}: ${briefOf(received(event))}`);
    const more = news.length > mostTold ? [`and ${news.length - mostTold} more changes`] : [];
    tell([...briefs, ...more].join('. '));
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
