import { listHistoryFunction } from '../../functions/list-history.ts';
import type { Event } from '../../shared/contract/event.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf } from '../support/key-of.ts';

const text = keyTexts.addon;
const key = keyOf(text);

async function withHistory(events: number) {
  const { services, watcher } = createFakeServices();
  for (let event = 1; event <= events; event += 1) {
    await watcher.track(key, { state: `State${event}` });
    await watcher.pass();
    watcher.clock.advance(60);
  }
  return { history: listHistoryFunction(services), watcher };
}

describe('GET submissions/{key}/history', () => {
  it('gives the events newest first, whole as published', async () => {
    const { history, watcher } = await withHistory(3);

    const answer = await callFunction(history, `submissions/${text}/history`, { key: text });

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ value: watcher.publisher.delivered().toReversed() });
  });

  it('links page to page until all are given', async () => {
    const { history } = await withHistory(7);
    const pages: string[][] = [];

    for (let link: string | undefined = `/api/submissions/${text}/history?limit=3`; link !== undefined; ) {
      const answer = await callFunction(history, link, { key: text });
      const body = answer.body as { value: Event[]; nextLink?: string };
      pages.push(body.value.map((event) => event.id));
      link = body.nextLink;
    }

    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual([7, 6, 5, 4, 3, 2, 1].map((sequence) => `${text}/${sequence}`));
  });

  it('is there for a submission that is tracked no more', async () => {
    const { history, watcher } = await withHistory(1);
    const stored = await watcher.table.store.load(key);
    if (stored === undefined) throw new Error('it was tracked');
    await watcher.table.store.commit({ ...stored.submission, tracked: false }, stored.version, []);

    const answer = await callFunction(history, `submissions/${text}/history`, { key: text });

    expect(answer).toMatchObject({ status: 200, body: { value: [{ id: `${text}/1` }] } });
  });

  it('is empty for a submission that was not read yet', async () => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);

    const answer = await callFunction(listHistoryFunction(services), `submissions/${text}/history`, { key: text });

    expect(answer).toMatchObject({ status: 200, body: { value: [] } });
  });

  it('answers 404 for a submission that nobody ever tracked', async () => {
    const { services } = createFakeServices();

    const answer = await callFunction(listHistoryFunction(services), `submissions/${text}/history`, { key: text });

    expect(answer).toMatchObject({ status: 404, body: { code: 'not-tracked' } });
  });

  it.each([
    ['limit=0', 'limit is a whole number from 1 to 200'],
    ['limit=201', 'limit is a whole number from 1 to 200'],
    ['limit=NaN', 'limit is a whole number from 1 to 200'],
    ['before=0', 'before is the sequence of an event'],
    ['before=-3', 'before is the sequence of an event'],
    ['before=0x10', 'before is the sequence of an event'],
    ['before=99999999999', 'before is the sequence of an event'],
  ])('answers 400 to %s', async (query, detail) => {
    const { history } = await withHistory(1);

    const answer = await callFunction(history, `submissions/${text}/history?${query}`, { key: text });

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameter', detail } });
  });
});
