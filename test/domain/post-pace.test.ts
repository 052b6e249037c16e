import {
  afterFailure,
  afterSuccess,
  type ChannelPace,
  fresh,
  nextSlot,
  type PaceLimits,
  paceLimits,
  withPost,
} from '../../shared/domain/post-pace.ts';

const start = new Date('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const secondsTo = (date: Date) => (date.getTime() - start.getTime()) / 1000;

/** Posts as soon as it may, again and again. @returns when, in seconds. */
function postings(limits: PaceLimits, count: number): number[] {
  let pace: ChannelPace = fresh;
  let now = start;
  return Array.from({ length: count }, () => {
    now = nextSlot(pace, limits, now);
    pace = withPost(pace, limits, now);
    return secondsTo(now);
  });
}

describe('the pace of a channel', () => {
  it('lets Teams have no more than 25 posts in any 300 seconds, with room for others on its connection', () => {
    const times = postings(paceLimits.teams, 100);
    for (const time of times) expect(times.filter((each) => each > time - 300 && each <= time).length).toBeLessThan(25);
    expect(times[19]).toBe(19);
    expect(times[20]).toBe(300);
  });

  it('lets Slack have a message a second', () => {
    const times = postings(paceLimits.slack, 100);
    for (const [index, time] of times.entries()) expect(time - (times[index - 1] ?? -2)).toBeGreaterThan(1);
  });

  it('remembers no more posts than it counts', () => {
    let pace: ChannelPace = fresh;
    for (let second = 0; second < 200; second += 1) pace = withPost(pace, paceLimits.teams, at(second));
    expect(pace.posts).toHaveLength(20);
  });

  it('is not closed for long by a clock that runs ahead', () => {
    const pace = { posts: [at(86_400).toISOString()], failures: 0 };
    expect(secondsTo(nextSlot(pace, paceLimits.slack, start))).toBeCloseTo(1.1);
  });
});

describe('after a failure', () => {
  it('waits as long as the channel asks, up to an hour', () => {
    expect(afterFailure(fresh, 7, start, 0.5)).toEqual({ posts: [], failures: 1, notBefore: at(7).toISOString() });
    expect(afterFailure(fresh, 10_000_000, start, 0.5).notBefore).toBe(at(3_600).toISOString());
    expect(afterFailure(fresh, -3, start, 0.5).notBefore).toBe(start.toISOString());
    expect(nextSlot(afterFailure(fresh, 7, start, 0.5), paceLimits.slack, start)).toEqual(at(7));
  });

  it('waits twice as long each time where the channel says nothing, up to a quarter of an hour', () => {
    const waits: number[] = [];
    let pace: ChannelPace = fresh;
    for (let failure = 0; failure < 12; failure += 1) {
      pace = afterFailure(pace, undefined, start, 1);
      waits.push(secondsTo(new Date(pace.notBefore ?? '')));
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]);
    expect(afterFailure(fresh, undefined, start, 0).notBefore).toBe(at(3.75).toISOString());
  });

  it('forgets it with the next success, and not the posts', () => {
    const pace = afterFailure(withPost(fresh, paceLimits.slack, start), undefined, start, 1);
    expect(afterSuccess(pace)).toEqual({ posts: [start.toISOString()], failures: 0 });
  });
});

it('a wait that a clock that ran ahead began is not waited for', () => {
  const pace = afterFailure(fresh, 3_600, at(8 * 3_600), 0);
  expect(secondsTo(nextSlot(pace, paceLimits.slack, start))).toBe(0);
  expect(secondsTo(nextSlot(afterFailure(fresh, 3_600, start, 0), paceLimits.slack, start))).toBe(3_600);
});
