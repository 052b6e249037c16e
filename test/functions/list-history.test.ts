import { listHistoryFunction } from '../../functions/list-history.ts';
import type { Event } from '../../shared/contract/event.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

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

  it('begins with the oldest when asked to, and keeps the order from page to page', async () => {
    const { history } = await withHistory(4);
    const first = await callFunction(history, `submissions/${text}/history?order=oldest&limit=3`, { key: text });
    const { nextLink = '' } = first.body as { nextLink?: string };
    const second = await callFunction(history, nextLink, { key: text });

    expect(nextLink).toContain(`/api/submissions/${text}/history?order=oldest&`);
    expect(first.headers['link']).toBe(`<${nextLink}>; rel="next"`);
    expect([first, second].map(({ body }) => (body as { value: Event[] }).value.map(({ id }) => id))).toEqual([
      [1, 2, 3].map((sequence) => `${text}/${sequence}`),
      [`${text}/4`],
    ]);
  });

  it('is sifted by type and time', async () => {
    const { history } = await withHistory(4);
    const idsOf = async (query: string) => {
      const answer = await callFunction(history, `submissions/${text}/history?${query}`, { key: text });
      return (answer.body as { value: Event[] }).value.map(({ id }) => id.split('/')[1]);
    };

    expect(await idsOf('type=tracked')).toEqual(['1']);
    expect(await idsOf('type=tracked,state-changed&order=oldest')).toEqual(['1', '2', '3', '4']);
    expect(await idsOf('since=2026-03-02T08:01:00Z&until=2026-03-02T09:03:00%2B01:00')).toEqual(['3', '2']);
  });

  it('comes as a table', async () => {
    const { history, watcher } = await withHistory(2);
    const errors = [
      { severity: 'error' as const, code: 'Other', details: '=HYPERLINK("https://evil.example","x"), see\nbelow' },
    ];
    await watcher.track(key, { state: 'CertificationFailed', name: '@SUM(1+1)', errors });
    await watcher.pass();

    const answer = await callFunction(history, `submissions/${text}/history?format=csv&order=oldest`, { key: text });

    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${text.replaceAll(':', '-')}.csv"`,
      'x-content-type-options': 'nosniff',
    });
    const head = 'time,type,severity,name,state,outcome,from,secondsInPreviousState,details,key,sequence,id';
    expect(answer.text.split('\r\n')).toEqual([
      head,
      `2026-03-02T08:00:00.000Z,tracked,info,,State1,unknown,,,,${text},1,${text}/1`,
      `2026-03-02T08:01:00.000Z,state-changed,info,,State2,unknown,State1,60,,${text},2,${text}/2`,
      `2026-03-02T08:02:00.000Z,state-changed,error,'@SUM(1+1),CertificationFailed,failed,State2,60,,${text},3,${text}/3`,
      `2026-03-02T08:02:00.000Z,errors-raised,error,'@SUM(1+1),CertificationFailed,failed,,,"error Other: =HYPERLINK(""https://evil.example"",""x""), see\nbelow",${text},4,${text}/4`,
      '',
    ]);
  });

  it('comes as lines of JSON, with the next page in the Link header', async () => {
    const { history, watcher } = await withHistory(3);

    const answer = await callFunction(history, `submissions/${text}/history?format=jsonl&limit=2`, { key: text });

    expect(answer.headers['content-type']).toBe('application/jsonl; charset=utf-8');
    expect(answer.text.endsWith('\n')).toBe(true);
    const lines = answer.text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Event)).toEqual(
      watcher.publisher.delivered().toReversed().slice(0, 2),
    );
    const link = /^<(.*)>; rel="next"$/.exec(answer.headers['link'] ?? '')?.[1] ?? '';
    expect(link).toContain('format=jsonl');
    const second = await callFunction(history, link, { key: text });
    expect(second.text.trimEnd().split('\n')).toHaveLength(1);
    expect(second.headers).not.toHaveProperty('link');
  });

  it.each(['csv', 'jsonl'])('comes empty as %s where there is nothing', async (format) => {
    const { services, watcher } = createFakeServices();
    await watcher.track(key);

    const path = `submissions/${text}/history?format=${format}`;
    const answer = await callFunction(listHistoryFunction(services), path, { key: text });

    expect(answer.text.split('\r\n').filter((line) => line !== '')).toHaveLength(format === 'csv' ? 1 : 0);
  });

  it('takes its token with another limit or format, and for no other submission, order or filter', async () => {
    const { services, watcher } = createFakeServices();
    const [other = key] = keysOfProducts(1);
    for (const state of ['State1', 'State2']) {
      for (const one of [key, other]) await watcher.track(one, { state });
      await watcher.pass();
      watcher.clock.advance(60);
    }
    const history = listHistoryFunction(services);
    const first = await callFunction(history, `submissions/${text}/history?limit=1`, { key: text });
    const { nextLink = '' } = first.body as { nextLink?: string };
    const token = new URL(nextLink, 'https://x.example').searchParams.get('token');
    const statusOf = async (one: string, query: string) =>
      (await callFunction(history, `submissions/${one}/history?${query}&token=${token}`, { key: one })).status;

    expect(await statusOf(text, 'limit=2')).toBe(200);
    expect(await statusOf(text, 'format=csv')).toBe(200);
    expect(await statusOf(text, 'order=oldest')).toBe(400);
    expect(await statusOf(text, 'type=tracked')).toBe(400);
    expect(await statusOf(other.text, 'limit=1')).toBe(400);
  });

  it.each([
    ['limit=0', 'limit: must be a whole number from 1 to 200'],
    ['limit=201', 'limit: must be a whole number from 1 to 200'],
    ['limit=NaN', 'limit: must be a whole number from 1 to 200'],
    ['order=up', 'order: must be newest or oldest'],
    ['format=xml', 'format: must be json, csv or jsonl'],
    ['type=moved', 'type.0: must be one or more of tracked'],
    ['since=yesterday', 'since: must be a time such as'],
    ['until=2026-03-02T08:00:00', 'until: must be a time such as'],
    ['since=9999-12-31T23:59:59-01:00', 'since: must be a time of the years 0000 to 9999'],
    ['until=0000-01-01T00:00:00%2B01:00', 'until: must be a time of the years 0000 to 9999'],
    ['before=3', 'The query: Unrecognized key: "before"'],
  ])('answers 400 to %s', async (query, detail) => {
    const { history } = await withHistory(1);

    const answer = await callFunction(history, `submissions/${text}/history?${query}`, { key: text });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter', detail: expect.stringContaining(detail) },
    });
  });
});
