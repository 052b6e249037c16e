import { createWatcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';
import { useSimulatedPartnerCenter } from '../support/simulated-partner-center.ts';

describe('a Partner Center that refuses every further request', () => {
  const simulated = useSimulatedPartnerCenter();

  it.each(['header', 'date', 'message'] as const)(
    'and says by %s how long, is left alone until then by the next passes and by other instances',
    async (retryAfter) => {
      const watcher = createWatcher(simulated.clock);
      for (const key of keysOfProducts(8)) {
        await simulated.control('PUT', `submissions/${key.text}`, { status: 'Certification' });
        await watcher.track(key);
      }
      await simulated.control('PUT', 'rate-limit', { requestsPerMinute: 5, retryAfter });
      const pass = (partnerCenter = simulated.partnerCenter) => watcher.pass({ partnerCenter, concurrency: 1 });

      expect(await pass()).toMatchObject({ read: 5, failed: 0, left: 3, requests: 6 });
      const until = new Date(simulated.clock.now().getTime() + 60_000).toISOString();
      expect((await watcher.table.budgets.devCenter.load())?.value?.setAsideUntil).toBe(until);
      const asked = (await simulated.calls()).length;
      for (const seconds of [0, 30, 29.999]) {
        simulated.clock.advance(seconds);
        expect(await pass()).toMatchObject({ read: 0, requests: 0 });
        expect(await pass(simulated.signIn())).toMatchObject({ read: 0, requests: 0 });
      }
      expect(await simulated.calls()).toHaveLength(asked);

      simulated.clock.advance(0.001);
      expect(await pass(simulated.signIn())).toMatchObject({ failed: 0, read: 5 });
      expect(watcher.publisher.delivered()).toHaveLength(8);
    },
  );

  it('with a new token once, and then for good, is one error and not one per submission', async () => {
    const watcher = createWatcher(simulated.clock);
    for (const key of keysOfProducts(6)) {
      await simulated.control('PUT', `submissions/${key.text}`, { status: 'Certification' });
      await watcher.track(key);
    }
    const { partnerCenter } = simulated;
    await watcher.pass({ partnerCenter });
    await simulated.control('DELETE', 'tokens');
    await simulated.control('PUT', 'secret', { expired: true });
    simulated.clock.advance(60);
    await simulated.control('DELETE', 'requests');

    const summary = await watcher.pass({ partnerCenter, concurrency: 1 });

    expect(summary).toMatchObject({ due: 6, read: 0, failed: 0, left: 6 });
    expect(await simulated.calls()).toEqual(['store 401', 'token 401']);
    const errors = watcher.log.lines.filter((line) => line.startsWith('error'));
    expect(errors).toEqual([expect.stringMatching(/devCenter is left alone: No access token: .*AADSTS7000222/)]);
    expect((await watcher.health()).reasons).toContain('credentials-failing');

    await simulated.control('PUT', 'secret', { expired: false });
    simulated.clock.advance(60);
    expect(await watcher.pass({ partnerCenter })).toMatchObject({ read: 6 });
    expect((await watcher.health()).reasons).not.toContain('credentials-failing');
    expect(watcher.publisher.delivered()).toHaveLength(6);
  });
});
