import type { Fairness } from './fairness.ts';

const columns = 10;

/** The oldest age of each submission in seconds, ten to a line in the order tracked, and what it came of. */
export function fairnessReport({ options, submissions, events, answers, passes }: Fairness): string {
  const { tracked, requestsPerMinute, faultRate, readSeconds, seed } = options;
  const ages = submissions.map(({ oldestAge }) => oldestAge).sort((a, b) => a - b);
  const first = submissions.map(({ firstReadAfter }) => firstReadAfter ?? Number.POSITIVE_INFINITY);
  const reads = submissions.map((submission) => submission.reads);
  const lines = Array.from({ length: Math.ceil(tracked / columns) }, (_, line) =>
    submissions
      .slice(line * columns, (line + 1) * columns)
      .map(({ oldestAge }) => oldestAge.toFixed(0).padStart(6))
      .join(''),
  );
  return [
    `${tracked} tracked, ${requestsPerMinute} requests a minute, ${passes} minutes simulated; ` +
      `faults ${faultRate * 100} %, reads of up to ${readSeconds} s, seed ${seed}`,
    'oldest age of each submission, in seconds:',
    ...lines.map((line, index) => `${String(index * columns + 1).padStart(6)}:${line}`),
    `oldest age  least ${seconds(ages[0])}  median ${seconds(ages[Math.floor(tracked / 2)])}  most ${seconds(ages.at(-1))}`,
    `first read  the last one after ${seconds(Math.max(...first))}`,
    `reads each  least ${Math.min(...reads)}  most ${Math.max(...reads)}`,
    `answers     ${listed(answers)}`,
    `events      ${listed(events)}`,
  ].join('\n');
}

function seconds(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'never' : `${value.toFixed(0)} s`;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} × ${name}`)
    .join(', ');
}
