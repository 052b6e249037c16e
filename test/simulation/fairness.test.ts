import { readFileSync } from 'node:fs';
import { type Fairness, type FairnessOptions, simulateFairness } from './fairness.ts';
import { fairnessReport } from './fairness-report.ts';

/** What the design promises to bear (its fault table): every request above the limit is refused. */
const promised: FairnessOptions = {
  tracked: 200,
  requestsPerMinute: 20,
  minutes: 10,
  faultRate: 0,
  readSeconds: 0,
  seed: 1,
};
const trackedOnly = { 'submissionwatch.submission.tracked.v1': 200 };

describe('200 tracked at 20 requests a minute, with every further one refused', () => {
  it('are all read within ten minutes, with no refusal and no false event', async () => {
    const result = await simulateFairness(promised);

    expect(latestFirstRead(result)).toBeLessThanOrEqual(600);
    expect(result.answers).toEqual({ 200: 200 });
    expect(result.events).toEqual(trackedOnly);
    const report = fairnessReport(result);
    expect(report.split('\n').filter((line) => /^ *\d+:( +\d+){10}$/.test(line))).toHaveLength(20);
  });

  it('are all read as often as each other for as long as it goes on, none later than ten minutes', async () => {
    const { submissions, answers, events } = await simulateFairness({ ...promised, minutes: 60 });

    expect(new Set(submissions.map(({ reads }) => reads))).toEqual(new Set([6]));
    expect(Math.max(...submissions.map(({ oldestAge }) => oldestAge))).toBeLessThanOrEqual(600);
    expect(answers).toEqual({ 200: 1_200 });
    expect(events).toEqual(trackedOnly);
  });

  // Reads of a pass end later than its beginning, and a limit over the last minute refuses the first ones of the next pass.
  it.each([0.1, 0.5, 2])('are all read within ten minutes also where a read takes up to %d s', async (readSeconds) => {
    const result = await simulateFairness({ ...promised, readSeconds });

    expect(latestFirstRead(result)).toBeLessThanOrEqual(600);
    expect(result.answers[200]).toBe(200);
    // A volley at the edge of each minute, and no more.
    expect(result.answers[429]).toBeLessThanOrEqual(10 * 8);
    expect(result.events).toEqual(trackedOnly);
  });

  it('are none starved where reads take time, for as long as it goes on', async () => {
    const result = await simulateFairness({ ...promised, minutes: 60, readSeconds: 0.5 });

    for (const { oldestAge, reads } of result.submissions) {
      expect(oldestAge).toBeLessThanOrEqual(11 * 60);
      expect(reads).toBeGreaterThanOrEqual(5);
    }
    expect(result.events).toEqual(trackedOnly);
  });

  it.each([1, 2, 3])(
    'are none starved, and none told falsely of, where a tenth of the answers is spoilt (seed %i)',
    async (seed) => {
      const result = await simulateFairness({ ...promised, minutes: 90, faultRate: 0.1, seed });

      const spoilt = 1 - result.submissions.reduce((sum, { reads }) => sum + reads, 0) / requestsOf(result);
      expect(spoilt).toBeGreaterThan(0.05);
      expect(latestFirstRead(result)).toBeLessThanOrEqual(60 * 60);
      for (const { oldestAge } of result.submissions) expect(oldestAge).toBeLessThanOrEqual(75 * 60);
      expect(result.events).toEqual(trackedOnly);
    },
  );

  it('wait as long as the README says, where a tenth of the answers is spoilt', async () => {
    const { submissions } = await simulateFairness({ ...promised, minutes: 60, faultRate: 0.1 });

    const ages = submissions.map(({ oldestAge }) => oldestAge / 60).sort((a, b) => a - b);
    const [, median, most] = /mostly (\d+), and at worst (\d+)\./.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect([median, most]).toEqual([ages.at(ages.length / 2), ages.at(-1)].map((age) => age?.toFixed(0)));
  });
});

function latestFirstRead({ submissions }: Fairness): number {
  return Math.max(...submissions.map(({ firstReadAfter }) => firstReadAfter ?? Number.POSITIVE_INFINITY));
}

function requestsOf({ answers }: Fairness): number {
  return Object.values(answers).reduce((sum, count) => sum + count, 0);
}
