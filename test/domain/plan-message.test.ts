import type { TellableDelivery } from '../../shared/domain/pending-delivery.ts';
import { deliveriesOf, type PlannedMessage, planMessage } from '../../shared/domain/plan-message.ts';
import { exampleWith } from '../support/example-events.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const rules = { settleSeconds: 5 };

function delivery(submission: number, sequence: number, seconds: number, changes: Partial<TellableDelivery> = {}) {
  const subject = `addon:9NSAMPLE0ADN:${submission}`;
  const id = `${subject}/${sequence}`;
  const envelope = { id, subject, sequence: String(sequence).padStart(10, '0') };
  return {
    eventId: id,
    received: exampleWith('submission.state-changed', { key: subject }, envelope),
    receivedAt: at(seconds).toISOString(),
    attempts: 0,
    isRefused: false,
    isReplay: false,
    ...changes,
  } satisfies TellableDelivery;
}

function planned(pending: readonly TellableDelivery[], seconds: number, failures = 0): PlannedMessage | undefined {
  const plan = planMessage(pending, rules, failures, at(seconds));
  return 'message' in plan ? plan.message : undefined;
}

const idsOf = (message: PlannedMessage | undefined) =>
  message === undefined ? [] : deliveriesOf(message).map(({ eventId }) => eventId.replace('addon:9NSAMPLE0ADN:', ''));

describe('coalescing', () => {
  it('has nothing to tell where nothing is pending', () => {
    expect(planMessage([], rules, 0, at(0))).toEqual({ message: undefined });
  });

  it('does not wait for the time at which a clock that ran ahead received an event', () => {
    expect(idsOf(planned([delivery(1, 1, 8 * 3_600)], 0))).toEqual(['1/1']);
  });

  it('makes the events of one submission one message, in their order, however they arrived', () => {
    const pending = [delivery(1, 4, 1), delivery(1, 2, 2), delivery(1, 3, 0)];
    const message = planned(pending, 10);
    expect(message?.style).toBe('full');
    expect(idsOf(message)).toEqual(['1/2', '1/3', '1/4']);
  });

  it('waits until a submission is quiet, because the events of a pass arrive one by one', () => {
    const pending = [delivery(1, 2, 0), delivery(1, 3, 3)];
    expect(planMessage(pending, rules, 0, at(7.9))).toEqual({ readyAt: at(8) });
    expect(idsOf(planned(pending, 8))).toEqual(['1/2', '1/3']);
  });

  it('waits for a submission that never rests, but not for ever', () => {
    const pending = Array.from({ length: 30 }, (_, index) => delivery(1, index, index * 2));
    expect(planMessage(pending.slice(0, 15), rules, 0, at(29))).toEqual({ readyAt: at(30) });
    expect(idsOf(planned(pending.slice(0, 16), 30))).toHaveLength(16);
  });

  it('tells one submission after the other, the one that waits longest first', () => {
    const pending = [delivery(3, 1, 3), delivery(1, 1, 1), delivery(2, 1, 2)];
    expect(idsOf(planned(pending, 20))).toEqual(['1/1']);
  });

  it('makes a digest of a burst, of no more submissions than can be read', () => {
    const of = (count: number) => Array.from({ length: count }, (_, index) => delivery(index, 1, 0));
    expect(planned(of(5), 20)?.style).toBe('full');
    const digest = planned([...of(6), delivery(0, 2, 0)], 20);
    expect(digest?.style).toBe('digest');
    expect(digest?.groups).toHaveLength(6);
    expect(planned(of(50), 20)?.groups).toHaveLength(20);
  });

  it('leaves out of a digest what is not quiet yet', () => {
    const pending = Array.from({ length: 6 }, (_, index) => delivery(index, 1, index === 5 ? 18 : 0));
    expect(planned(pending, 20)?.style).toBe('full');
  });

  it('tells what the watcher says of itself alone, and each test event for itself', () => {
    const watcher = (name: string, id: string): TellableDelivery => ({
      ...delivery(0, 1, 0),
      eventId: id,
      received: exampleWith(name, {}, { id }),
    });
    const tests = [watcher('watcher.test', 'test/a'), watcher('watcher.test', 'test/b')];
    const health = [watcher('watcher.degraded', 'watcher/1'), watcher('watcher.recovered', 'watcher/2')];
    const many = Array.from({ length: 6 }, (_, index) => delivery(index, 1, 0));
    let pending: readonly TellableDelivery[] = [...tests, ...health, ...many];
    const told: string[][] = [];
    while (pending.length > 0) {
      const ids =
        planned(pending, 20)
          ?.groups.flat()
          .map(({ eventId }) => eventId) ?? [];
      told.push(ids);
      pending = pending.filter(({ eventId }) => !ids.includes(eventId));
    }
    expect(told.slice(0, 3)).toEqual([['test/a'], ['test/b'], ['watcher/1', 'watcher/2']]);
    expect(told[3]).toHaveLength(6);
  });
});

describe('after a failure', () => {
  it('others come first', () => {
    const pending = [delivery(1, 1, 0, { attempts: 1 }), delivery(2, 1, 4)];
    expect(idsOf(planned(pending, 20))).toEqual(['2/1']);
    expect(idsOf(planned(pending.slice(0, 1), 20))).toEqual(['1/1']);
  });

  it('what failed twice shares no message any more', () => {
    const pending = Array.from({ length: 12 }, (_, index) => delivery(index, 1, 0, { attempts: index < 6 ? 1 : 2 }));
    expect(idsOf(planned(pending, 20))).toHaveLength(6);
    expect(idsOf(planned(pending.slice(6), 20))).toEqual(['6/1']);
  });

  it('a channel that keeps failing is tried with one submission after the other, in case it is the digest', () => {
    const pending = Array.from({ length: 8 }, (_, index) => delivery(index, 1, index, { attempts: 1 }));
    expect(planned(pending, 20, 2)?.style).toBe('digest');
    expect([3, 4, 10, 11].map((failures) => idsOf(planned(pending, 20, failures)))).toEqual([
      ['3/1'],
      ['4/1'],
      ['2/1'],
      ['3/1'],
    ]);
  });

  it('what was refused for its content goes alone and in short, before its followers', () => {
    const refused = [delivery(1, 2, 0, { isRefused: true }), delivery(1, 3, 0, { isRefused: true }), delivery(1, 4, 1)];
    expect(planned(refused, 20)).toMatchObject({ style: 'minimal' });
    expect(idsOf(planned(refused, 20))).toEqual(['1/2']);
    expect(idsOf(planned(refused.slice(1), 20))).toEqual(['1/3']);
    expect(planned(refused.slice(2), 20)).toMatchObject({ style: 'full' });
  });

  it('what follows the refused one goes in full, and alone', () => {
    const pending = [delivery(1, 1, 0), delivery(1, 2, 0, { isRefused: true })];
    expect(planned(pending, 20)).toMatchObject({ style: 'full' });
    expect(idsOf(planned(pending, 20))).toEqual(['1/1']);
  });
});

describe('what comes with less than an event has', () => {
  it('is passed over where it is no event that can be told', () => {
    const { received: _, ...untold } = delivery(1, 1, 0);
    expect(planMessage([untold], rules, 0, at(20))).toEqual({ message: undefined });
  });

  it('is a message of its own without a subject, and is told in the order of time without a sequence', () => {
    const bare = (submission: number, minute: number, subject?: string) => {
      const whole = delivery(submission, minute, 0);
      const { sequence: _, subject: __, ...event } = whole.received.event;
      const time = at(minute * 60).toISOString();
      const received = { known: false, event: { ...event, time, ...(subject === undefined ? {} : { subject }) } };
      return { ...whole, received } as TellableDelivery;
    };
    expect(idsOf(planned([bare(1, 1), bare(1, 2)], 20))).toEqual(['1/1']);
    expect(idsOf(planned([bare(1, 2, 's'), bare(1, 1, 's')], 20))).toEqual(['1/1', '1/2']);
  });
});
