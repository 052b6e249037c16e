import { listChangesFunction } from '../../functions/list-changes.ts';
import type { Event } from '../../shared/contract/event.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keyOf } from '../support/key-of.ts';

const driver = keyOf(keyTexts.hardware);
const addon = keyOf(keyTexts.addon);

async function withChanges() {
  const { services, watcher } = createFakeServices();
  for (const [key, state] of [
    [driver, 'signing/started'],
    [addon, 'Certification'],
    [driver, 'signing/failed'],
  ] as const) {
    await watcher.track(key, { state });
    await watcher.pass();
    watcher.clock.advance(60);
  }
  return { changes: listChangesFunction(services), watcher };
}

describe('GET changes', () => {
  it('gives what was published of all submissions, newest first', async () => {
    const { changes, watcher } = await withChanges();

    const answer = await callFunction(changes, 'changes');

    expect(answer).toMatchObject({ status: 200, body: { value: watcher.publisher.delivered().toReversed() } });
    expect(answer.body).not.toHaveProperty('nextLink');
  });

  it('links page to page until all are given', async () => {
    const { changes } = await withChanges();
    const ids: string[] = [];

    for (let link: string | undefined = '/api/changes?limit=1&severity=info,error'; link !== undefined; ) {
      const answer = await callFunction(changes, link);
      const body = answer.body as { value: Event[]; nextLink?: string };
      ids.push(...body.value.map(({ id }) => id));
      link = body.nextLink;
    }

    expect(ids).toEqual([`${driver.text}/2`, `${addon.text}/1`, `${driver.text}/1`]);
  });

  it.each([
    ['kind=hardware', [`${driver.text}/2`, `${driver.text}/1`]],
    [`product=${addon.product.text}`, [`${addon.text}/1`]],
    ['severity=error', [`${driver.text}/2`]],
    ['type=tracked', [`${addon.text}/1`, `${driver.text}/1`]],
    ['since=2026-03-02T08:02:00Z', [`${driver.text}/2`]],
    ['until=2026-03-02T08:01:00Z', [`${driver.text}/1`]],
  ])('is sifted by %s', async (query, expected) => {
    const { changes } = await withChanges();

    const answer = await callFunction(changes, `changes?${query}`);

    expect((answer.body as { value: Event[] }).value.map(({ id }) => id)).toEqual(expected);
  });

  it.each([
    ['severity=fatal', 'severity.0: must be one or more of info'],
    ['type=submission.tracked', 'type.0: must be one or more of tracked'],
    ['since=now', 'since: must be a time such as'],
    ['product=x', 'product: must be a product key'],
  ])('answers 400 to %s', async (query, detail) => {
    const { changes } = await withChanges();

    expect(await callFunction(changes, `changes?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter', detail: expect.stringContaining(detail) },
    });
  });

  it('answers 400 to a token of another filter', async () => {
    const { changes } = await withChanges();
    const first = await callFunction(changes, 'changes?limit=1');
    const { nextLink = '' } = first.body as { nextLink?: string };
    const token = new URL(nextLink, 'https://x.example').searchParams.get('token');

    expect(await callFunction(changes, `changes?limit=1&kind=addon&token=${token}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-token' },
    });
  });
});
