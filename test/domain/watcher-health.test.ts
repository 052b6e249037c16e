import { watcherEventSchema } from '../../shared/contract/watcher-event.ts';
import {
  afterCheck,
  type HealthReason,
  healthMessage,
  healthReasons,
  testEvent,
  type WatcherHealth,
} from '../../shared/domain/watcher-health.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const healthy: WatcherHealth = { firstCheckAt: '2026-03-01T08:00:00.000Z', reasons: [], sequence: 0, pending: [] };

describe('what is told of health', () => {
  it.each(healthReasons)('has words of its own for the reason %s', (reason) => {
    const [event] = afterCheck(healthy, [reason], now, '/submission-watch').pending;

    expect(watcherEventSchema.parse(event)).toEqual(event);
    expect(event?.data).toMatchObject({ reasons: [reason], message: expect.stringMatching(/degraded: \w.{10,}/) });
    const others = healthReasons.filter((other) => other !== reason).map((other) => healthMessage([other]));
    expect(others).not.toContain(healthMessage([reason]));
  });

  it('names all reasons, and has words for none', () => {
    const reasons: HealthReason[] = ['pass-failed', 'outbox-stuck'];

    expect(healthMessage(reasons)).toBe('the last pass failed; events wait in the outbox');
    expect(healthMessage([])).toBe('All is well');
  });

  it('counts no time below nothing where a clock went back', () => {
    const ill = afterCheck(healthy, ['pass-failed'], now, '/submission-watch');
    const well = afterCheck(ill, [], new Date(now.getTime() - 60_000), '/submission-watch');

    expect(well.pending.at(-1)?.data).toMatchObject({ degradedSeconds: 0 });
    expect(well).not.toHaveProperty('degradedSince');
  });
});

describe('what waits for a broker that is down', () => {
  const noReasons: readonly HealthReason[] = [];

  it('keeps to what a row holds, however often health changes, and to what was told before', () => {
    let state = healthy;
    for (let check = 0; check < 501; check += 1) {
      state = afterCheck(state, check % 2 === 0 ? healthReasons : noReasons, now, '/'.repeat(200));
    }

    // A property of a row has room for 32,768 UTF-16 units; a save that is refused would end all telling for good.
    expect(JSON.stringify(state).length).toBeLessThan(32_000);
    // Whoever was told last that all is well is told of an illness first.
    expect(state.pending[0]?.type).toBe('submissionwatch.watcher.degraded.v1');
    expect(state.pending.at(-1)?.sequence).toBe('0000000501');
    const types = state.pending.map(({ type }) => type);
    expect(types).toEqual(types.map((_, index) => types[index % 2]));
  });

  it('keeps the end of an illness first, where its beginning was told', () => {
    let state: WatcherHealth = { ...afterCheck(healthy, ['pass-failed'], now, '/w'), pending: [] };
    for (let check = 0; check < 100; check += 1) {
      state = afterCheck(state, check % 2 === 0 ? noReasons : ['pass-failed'], now, '/w');
    }

    expect(state.pending[0]?.type).toBe('submissionwatch.watcher.recovered.v1');
    expect(state.pending.at(-1)?.type).toBe('submissionwatch.watcher.degraded.v1');
  });

  it('keeps the newest of an illness that only grows', () => {
    let state: WatcherHealth = { ...afterCheck(healthy, ['pass-failed'], now, '/w'), pending: [] };
    state = afterCheck(state, noReasons, now, '/w');
    for (let check = 0; check < 100; check += 1) {
      state = afterCheck(state, check % 2 === 0 ? ['set-aside'] : ['set-aside', 'outbox-stuck'], now, '/w');
    }

    expect(state.pending).toHaveLength(16);
    expect(state.pending.at(-1)?.data).toMatchObject({ reasons: ['set-aside', 'outbox-stuck'] });
  });
});

describe('a test event', () => {
  it.each(['info', 'success', 'warning', 'error'] as const)('keeps the contract, with the severity %s', (severity) => {
    const event = testEvent('0b7e', severity, now, '/driver-team');

    expect(watcherEventSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({ id: 'watcher-test/0b7e', source: '/driver-team', data: { severity } });
  });
});
