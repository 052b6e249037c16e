import { afterRefusal, type Patience } from '../../shared/domain/patience.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const at = now.getTime();

function secondsLater(seconds: number): Date {
  return new Date(at + seconds * 1000);
}

describe('the patience of a pass with a host that answers 429', () => {
  it('waits as long as it was asked to, where that is short', () => {
    expect(afterRefusal(undefined, 3, now)).toEqual({ resumeAt: at + 3_000, pausedMs: 3_000 });
  });

  it.each([undefined, 10.001, 60, 86_400])('ends at once where it was asked for %s seconds', (seconds) => {
    expect(afterRefusal(undefined, seconds, now)).toBeUndefined();
  });

  it('waits a second where it was asked for none, as by a date that is past', () => {
    expect(afterRefusal(undefined, 0, now)).toEqual({ resumeAt: at + 1_000, pausedMs: 1_000 });
  });

  it('counts the refusals of one volley as one wait, the longest', () => {
    let known: Patience | undefined;
    for (const seconds of [2, 5, 1, 5]) known = afterRefusal(known, seconds, now);

    expect(known).toEqual({ resumeAt: at + 5_000, pausedMs: 5_000 });
  });

  it('ends after half a minute of waits in all', () => {
    let known = afterRefusal(undefined, 10, now);
    known = afterRefusal(known, 10, secondsLater(20));
    known = afterRefusal(known, 10, secondsLater(40));

    expect(known).toEqual({ resumeAt: at + 50_000, pausedMs: 30_000 });
    expect(afterRefusal(known, 1, secondsLater(60))).toBeUndefined();
  });
});
