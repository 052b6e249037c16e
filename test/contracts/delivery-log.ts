import type { TellableDelivery } from '../../shared/domain/pending-delivery.ts';
import { fresh } from '../../shared/domain/post-pace.ts';
import type { ChannelLease, DeliveryLog } from '../../shared/ports/delivery-log.ts';
import { exampleEvent } from '../support/example-events.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

export function aDelivery(changes: Partial<TellableDelivery> = {}): TellableDelivery {
  const received = exampleEvent('submission.state-changed');
  return {
    eventId: received.event.id,
    received,
    receivedAt: now.toISOString(),
    attempts: 0,
    isRefused: false,
    isReplay: false,
    ...changes,
  };
}

const numbered = (number: number) =>
  aDelivery({ eventId: `addon:9NSAMPLE0ADN:1/${number}`, receivedAt: later(number).toISOString() });

/** What every delivery log does. */
export function deliveryLogContract(create: () => Promise<DeliveryLog>): void {
  const idsOf = async (log: DeliveryLog, channel = 'teams') =>
    (await log.pending(channel, 1_000)).map(({ eventId }) => eventId);
  const leased = async (log: DeliveryLog, at = now): Promise<ChannelLease> => {
    const lease = await log.lease('teams', at);
    if (lease === undefined) throw new Error('The lease is taken');
    return lease;
  };

  it('keeps an event as pending, whole, until it is told', async () => {
    const log = await create();
    const delivery = aDelivery({ isReplay: true });
    expect(await log.receive('teams', delivery)).toBe('stored');
    expect(await log.pending('teams', 10)).toEqual([delivery]);
    await log.told('teams', [delivery], now);
    expect(await log.pending('teams', 10)).toEqual([]);
  });

  it('takes an event once for a channel, pending or told, and for each channel', async () => {
    const log = await create();
    const delivery = aDelivery();
    await log.receive('teams', delivery);
    expect(await log.receive('teams', { ...delivery, receivedAt: later(5).toISOString() })).toBe('known');
    expect(await log.receive('slack', delivery)).toBe('stored');
    await log.told('teams', [delivery], now);
    expect(await log.receive('teams', delivery)).toBe('known');
    expect(await log.receive('teams', { ...delivery, isReplay: true })).toBe('known');
    expect(await idsOf(log, 'teams')).toEqual([]);
    expect(await idsOf(log, 'slack')).toEqual([delivery.eventId]);
  });

  it('stores once what two receive at the same time', async () => {
    const log = await create();
    const results = await Promise.all(Array.from({ length: 5 }, () => log.receive('teams', aDelivery())));
    expect(results.filter((result) => result === 'stored')).toHaveLength(1);
    expect(await idsOf(log)).toHaveLength(1);
  });

  it('gives out the oldest first, and no more than asked for', async () => {
    const log = await create();
    for (const number of [3, 1, 5, 2, 4]) await log.receive('teams', numbered(number));
    expect((await log.pending('teams', 3)).map(({ eventId }) => eventId)).toEqual(
      [1, 2, 3].map((number) => numbered(number).eventId),
    );
  });

  it('settles many at a time, and those that are left where some are settled already', async () => {
    const log = await create();
    const many = Array.from({ length: 70 }, (_, number) => numbered(number));
    for (const delivery of many) await log.receive('teams', delivery);
    await log.told('teams', many.slice(10, 12), now);
    await log.told('teams', many.slice(0, 65), now);
    expect(await idsOf(log)).toEqual(many.slice(65).map(({ eventId }) => eventId));
    await log.failed('teams', many.slice(60), 'HTTP 410', now);
    expect(await idsOf(log)).toEqual([]);
    expect(await log.failures('teams', now, 100)).toHaveLength(5);
  });

  it('tells why an event failed, since when, of this channel', async () => {
    const log = await create();
    await log.receive('teams', numbered(1));
    await log.receive('slack', numbered(1));
    await log.failed('teams', [numbered(1)], 'HTTP 404', later(10));
    const failure = { channel: 'teams', eventId: numbered(1).eventId, reason: 'HTTP 404', at: later(10).toISOString() };
    expect(await log.failures('teams', now, 10)).toEqual([failure]);
    expect(await log.failures('teams', later(11), 10)).toEqual([]);
    expect(await log.failures('slack', now, 10)).toEqual([]);
    expect(await log.receive('teams', numbered(1))).toBe('known');
  });

  it('makes a failed event pending again when it is replayed, once', async () => {
    const log = await create();
    await log.receive('teams', numbered(1));
    await log.failed('teams', [numbered(1)], 'HTTP 404', now);
    const replay = { ...numbered(1), isReplay: true, receivedAt: later(60).toISOString() };
    const results = await Promise.all([log.receive('teams', replay), log.receive('teams', replay)]);
    expect(results.sort()).toEqual(['known', 'stored']);
    expect(await log.pending('teams', 10)).toEqual([replay]);
    expect(await log.failures('teams', now, 10)).toEqual([]);
  });

  it('strikes failures from the list that are older than is asked for, of this channel, and any number of them', async () => {
    const log = await create();
    const many = Array.from({ length: 120 }, (_, number) => numbered(number));
    for (const delivery of many) await log.receive('teams', delivery);
    await log.receive('slack', numbered(1));
    await log.failed('teams', many.slice(0, 110), 'HTTP 410', now);
    await log.failed('slack', [numbered(1)], 'HTTP 410', now);
    await log.failed('teams', many.slice(110), 'HTTP 404', later(60));

    await log.forgetFailures('teams', later(60));

    const left = await log.failures('teams', new Date(0), 1_000);
    expect(left.map(({ eventId }) => eventId).sort()).toEqual(
      many
        .slice(110)
        .map(({ eventId }) => eventId)
        .sort(),
    );
    expect(await log.failures('slack', new Date(0), 10)).toHaveLength(1);
    await log.forgetFailures('teams', later(60));
    expect(await log.failures('teams', new Date(0), 1_000)).toHaveLength(10);
  });

  it('tells a failed event that was struck from the list to nobody, until it is replayed', async () => {
    const log = await create();
    await log.receive('teams', numbered(1));
    await log.failed('teams', [numbered(1)], 'HTTP 410', now);
    await log.forgetFailures('teams', later(1));
    expect(await log.receive('teams', numbered(1))).toBe('known');
    const replay = { ...numbered(1), isReplay: true };
    const results = await Promise.all([log.receive('teams', replay), log.receive('teams', replay)]);
    expect(results.sort()).toEqual(['known', 'stored']);
    expect(await log.pending('teams', 10)).toEqual([replay]);
  });

  it('keeps what a failed post leaves with an event', async () => {
    const log = await create();
    await log.receive('teams', numbered(1));
    await log.again('teams', [{ ...numbered(1), attempts: 2, isRefused: true }]);
    expect(await log.pending('teams', 10)).toEqual([{ ...numbered(1), attempts: 2, isRefused: true }]);
    await log.told('teams', [numbered(1)], now);
    await log.again('teams', [{ ...numbered(1), attempts: 3 }]);
    expect(await log.pending('teams', 10)).toEqual([]);
  });

  it('gives the lease of a channel to one', async () => {
    const log = await create();
    const leases = await Promise.all(Array.from({ length: 5 }, () => log.lease('teams', now)));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect(await log.lease('teams', later(30))).toBeUndefined();
    expect(await log.lease('slack', now)).toEqual({ pace: fresh, version: expect.any(String) });
  });

  it('gives the lease that a clock that ran ahead took, which would last for long', async () => {
    const log = await create();
    await leased(log, later(8 * 3_600));
    expect(await log.lease('teams', now)).toBeDefined();
  });

  it('tells the pace to whoever asks, also while another has the lease', async () => {
    const log = await create();
    expect(await log.pace('teams')).toEqual(fresh);
    const pace = { posts: [now.toISOString()], failures: 2 };
    const kept = await log.keep('teams', await leased(log), pace, now);
    expect(await log.pace('teams')).toEqual(pace);
    if (kept === undefined) throw new Error('The lease is lost');
    await log.release('teams', kept, { ...pace, failures: 0 });
    expect(await log.pace('teams')).toEqual({ ...pace, failures: 0 });
    expect(await log.pace('slack')).toEqual(fresh);
  });

  it('hands the pace on with the lease', async () => {
    const log = await create();
    const pace = { posts: [now.toISOString()], failures: 3, notBefore: later(40).toISOString() };
    const kept = await log.keep('teams', await leased(log), pace, now);
    expect(kept?.pace).toEqual(pace);
    if (kept === undefined) throw new Error('The lease was lost');
    await log.release('teams', kept, { ...pace, failures: 4 });
    expect((await log.lease('teams', now))?.pace).toEqual({ ...pace, failures: 4 });
  });

  it('lets a lease end by itself, and gives nothing to its old holder any more', async () => {
    const log = await create();
    const first = await leased(log);
    const kept = await log.keep('teams', first, fresh, later(50));
    expect(await log.lease('teams', later(100))).toBeUndefined();
    const second = await leased(log, later(111));
    expect(await log.keep('teams', kept ?? first, fresh, later(112))).toBeUndefined();
    await log.release('teams', kept ?? first, { posts: [], failures: 9 });
    expect(await log.lease('teams', later(113))).toBeUndefined();
    expect(await log.keep('teams', second, fresh, later(114))).toBeDefined();
  });
}
