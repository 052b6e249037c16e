import { accessKey } from './access-key.ts';
import { createActions } from './actions.ts';
import { readPlace } from './address.ts';
import { createAnswerStore } from './answer-store.ts';
import { createApiClient } from './api-client.ts';
import { startHeartbeat } from './heartbeat.ts';
import { listenTo } from './input.ts';
import { pageFrame } from './page-frame.ts';
import type { PageState } from './page-state.ts';
import { createPageStore } from './page-store.ts';
import { productsQuery } from './queries.ts';
import { createRefresh } from './refresh.ts';
import { createRouter } from './router.ts';

/** The entry: puts the parts together and starts them. */

const root = element('page');
accessKey.takeFromAddress();

const api = createApiClient(new URL('./', new URL(location.pathname, location.origin)), accessKey.current);
const answers = createAnswerStore(api, () => store.changed());
const store = createPageStore(
  {
    place: readPlace(location.search),
    isRefused: false,
    hasKey: accessKey.current() !== undefined,
    isSending: false,
    added: [],
  },
  root,
  draw,
);
const refresh = createRefresh(store, api, answers, (text) => {
  element('news').textContent = text;
});
const heartbeat = startHeartbeat(refresh.beat, (nextTryAt, failures) => {
  const { outage } = store.state;
  store.set(failures > 0 && outage !== undefined ? { outage: { ...outage, nextTryAt } } : {});
});
const refreshAll = () => {
  refresh.expire();
  return heartbeat.now();
};
const router = createRouter(store, () => void refresh.arrive());

listenTo(root, router, createActions({ store, api, answers, router, refreshAll }));
store.changed();
void heartbeat.now();

function draw(state: PageState): readonly Node[] {
  const named = answers.of(productsQuery).value?.value ?? [];
  const products = new Map(named.flatMap(({ key, name }) => (name === undefined ? [] : [[key, name] as const])));
  const nodes = pageFrame({ state, answers, products, now: new Date() });
  const heading = nodes.map((node) => node.querySelector('h1')?.textContent).find((text) => text !== undefined);
  document.title = state.place.view === 'list' ? 'Submission Watch' : `${heading} · Submission Watch`;
  return nodes;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}`);
  return found;
}
