import { accessKey } from './access-key.ts';
import { addKeys } from './add-keys.ts';
import { start } from './address.ts';
import type { AnswerStore } from './answer-store.ts';
import { type ApiClient, ApiError } from './api-client.ts';
import { type HistoryFormat, historyFile } from './history-file.ts';
import type { PageStore } from './page-store.ts';
import { submissionQuery } from './queries.ts';
import type { Router } from './router.ts';
import { saveText } from './save-text.ts';
import { submissionName } from './submission-name.ts';

interface Parts {
  readonly store: PageStore;
  readonly api: ApiClient;
  readonly answers: AnswerStore;
  readonly router: Router;
  /** Asks everything again, now. */
  readonly refreshAll: () => Promise<void>;
}

/** What follows a change. */
interface After {
  /** The path that a PUT to takes it back. */
  readonly undo?: string;
  /** Done before everything is asked again. */
  readonly then?: () => void;
}

/** What buttons and forms do, by the name in `data-action` or `data-form`. */
export function createActions({ store, api, answers, router, refreshAll }: Parts) {
  /** Sends a change, says what came of it, and shows what is so now. */
  async function change(text: string, send: () => Promise<unknown>, { undo, then }: After = {}): Promise<void> {
    store.set({ isSending: true, confirming: undefined });
    try {
      await send();
      store.set({ isSending: false, notice: { text, isError: false, ...(undo === undefined ? {} : { undo }) } });
      then?.();
      await refreshAll();
    } catch (error) {
      store.set({ isSending: false, notice: { text: failureText(error), isError: true } });
    }
  }

  async function untrack(key: string): Promise<void> {
    const submission = answers.of(submissionQuery(key)).value;
    const name = submission === undefined ? key : submissionName(submission, new Map());
    const path = `submissions/${encodeURIComponent(key)}`;
    const then = () => router.go(start);
    await change(`${name} is not tracked any more.`, () => api.send('DELETE', path), { undo: path, then });
  }

  async function exportHistory(key: string, format: HistoryFormat): Promise<void> {
    try {
      saveText(`${key.replaceAll(':', '-')}.${format}`, await historyFile(api, key, format));
    } catch (error) {
      store.set({ notice: { text: failureText(error), isError: true } });
    }
  }

  const buttons: Readonly<Record<string, (value: string) => unknown>> = {
    retry: refreshAll,
    more: (path) => answers.more(path),
    dismiss: () => store.set({ notice: undefined }),
    confirm(key) {
      store.set({ confirming: key });
      store.afterDraw(() => document.querySelector<HTMLElement>('[data-action=keep]')?.focus());
    },
    keep(key) {
      store.set({ confirming: undefined });
      store.afterDraw(() =>
        document.querySelector<HTMLElement>(`[data-key="confirm ${CSS.escape(key)}"] button`)?.focus(),
      );
    },
    untrack,
    unwatch: (key) => {
      const path = `products/${encodeURIComponent(key)}`;
      return change(`${key} is not watched any more.`, () => api.send('DELETE', path), { undo: path });
    },
    undo: (path) => change('As it was.', () => api.send('PUT', path)),
    track: (key) =>
      change('It is tracked from now on.', () => api.send('PUT', `submissions/${encodeURIComponent(key)}`)),
    'export-csv': (key) => exportHistory(key, 'csv'),
    'export-jsonl': (key) => exportHistory(key, 'jsonl'),
    'change-key'() {
      accessKey.forget();
      answers.forget();
      store.set({ isRefused: true, hasKey: false });
      store.afterDraw(() => document.getElementById('key')?.focus());
    },
  };

  const forms: Readonly<Record<string, (form: HTMLFormElement) => unknown>> = {
    search: (form) => router.search(textOf(form, 'text')),
    key(form) {
      accessKey.keep(textOf(form, 'key').trim());
      answers.forget();
      store.set({ isRefused: false, hasKey: true, canWrite: undefined, outage: undefined });
      return refreshAll();
    },
    async add(form) {
      store.set({ isSending: true, added: [] });
      const added = await addKeys(api, textOf(form, 'keys'));
      const isRefused = added.some(({ status }) => status === 401 || status === 403);
      store.set({ isSending: false, added, ...(isRefused ? { canWrite: false } : {}) });
      if (added.every(({ status }) => status < 300)) form.reset();
      await refreshAll();
    },
  };

  return { buttons, forms };
}

function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work';
  const isRefused = error.status === 401 || error.status === 403;
  return isRefused
    ? 'That was refused: this key may read, but not change anything.'
    : `That did not work: ${error.message}`;
}
