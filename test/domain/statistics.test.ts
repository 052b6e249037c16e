import { addStatistics, expectedRest, statisticsOfRun } from '../../shared/domain/statistics.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anUnreadSubmission, aSubmission, noon } from '../support/a-submission.ts';

const run = (toEnd: number) =>
  statisticsOfRun('addon', { outcome: 'succeeded', states: [{ state: 'Certification', seconds: 60, toEnd }] });

describe('statistics', () => {
  it('add up in any order, sorted by kind and state', () => {
    const parts = [
      run(100),
      statisticsOfRun('msi', { outcome: 'failed', states: [{ state: 'INPROGRESS', seconds: 5, toEnd: 5 }] }),
      statisticsOfRun('addon', { outcome: 'failed', states: [{ state: 'CommitStarted', seconds: 5, toEnd: 5 }] }),
      run(200),
    ];

    const sum = addStatistics(parts);

    expect(sum.states.map(({ kind, state, seconds }) => [kind, state, seconds.count])).toEqual([
      ['addon', 'Certification', 2],
      ['addon', 'CommitStarted', 1],
      ['msi', 'INPROGRESS', 1],
    ]);
    expect(sum.outcomes).toEqual([
      { kind: 'addon', outcome: 'failed', count: 1 },
      { kind: 'addon', outcome: 'succeeded', count: 2 },
      { kind: 'msi', outcome: 'failed', count: 1 },
    ]);
    expect(addStatistics([addStatistics(parts.slice(2)), addStatistics(parts.slice(0, 2))])).toEqual(sum);
    expect(addStatistics([])).toEqual({ states: [], outcomes: [] });
  });
});

describe('the expected rest', () => {
  const five = addStatistics([20_000, 30_000, 40_000, 50_000, 60_000].map(run));

  it('is the median time to the end, less the time in the state', () => {
    // Four hours in certification.
    const rest = expectedRest(five, aSubmission(), noon);

    expect(rest?.basedOn).toBe(5);
    expect(Math.abs((rest?.typicalSeconds ?? 0) - 40_000)).toBeLessThan(800);
    expect(rest?.remainingSeconds).toBe((rest?.typicalSeconds ?? 0) - 4 * 3_600);
  });

  it('is never less than nothing', () => {
    const late = aSubmission({ stateSince: '2025-05-01T00:00:00.000Z' });

    expect(expectedRest(five, late, noon)?.remainingSeconds).toBe(0);
  });

  it.each([
    ['there were too few', addStatistics([1, 2, 3, 4].map(run)), aSubmission()],
    ['nobody was in this state', five, aSubmission({ snapshot: aSnapshot({ state: 'Release' }) })],
    ['it is over', five, aSubmission({ snapshot: aSnapshot({ outcome: 'failed' }) })],
    ['it waits for a person', five, aSubmission({ snapshot: aSnapshot({ outcome: 'waiting' }) })],
    ['it was not read yet', five, anUnreadSubmission()],
  ])('is not known where %s', (_name, statistics, submission) => {
    expect(expectedRest(statistics, submission, noon)).toBeUndefined();
  });
});
