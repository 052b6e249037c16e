import { healthFunction } from '../../functions/health.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keysOfProducts } from '../support/key-of.ts';

const summary = aPassSummary();

describe('GET health', () => {
  it('answers 200 when all is well', async () => {
    const { services, watcher } = createFakeServices();
    const at = watcher.clock.now().toISOString();
    await watcher.table.passLog.record({ startedAt: at, endedAt: at, summary });

    const answer = await callFunction(
      healthFunction(() => services),
      'health',
    );

    expect(answer).toMatchObject({ status: 200, body: { status: 'healthy', reasons: [] } });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('answers 503 with the reasons, and tells nothing of any submission', async () => {
    const { services, watcher } = createFakeServices();
    watcher.publisher.refuse(() => ({ retryable: true }));
    for (const key of keysOfProducts(2)) await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(3_600);

    const answer = await callFunction(
      healthFunction(() => services),
      'health',
    );

    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ status: 'degraded', reasons: ['no-pass-yet', 'outbox-stuck'] });
  });

  it('is looked at once for all who ask at the same time: anybody may ask, and each look costs the storage many queries', async () => {
    const { services, watcher } = createFakeServices();
    let looks = 0;
    const { last } = watcher.table.passLog;
    watcher.table.passLog.last = () => {
      looks += 1;
      return last();
    };
    const ask = () =>
      callFunction(
        healthFunction(() => services),
        'health',
      );

    const answers = await Promise.all(Array.from({ length: 20 }, ask));

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 503));
    expect(looks).toBe(1);
  });

  it('answers 500 when the settings made no services', async () => {
    const answer = await callFunction(
      healthFunction(() => {
        throw new ReferenceError(`Cannot access 'services' before initialization`);
      }),
      'health',
    );

    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(answer.text).not.toContain('initialization');
  });
});
