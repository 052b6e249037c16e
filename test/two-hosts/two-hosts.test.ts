import { stopHosts } from '../local/functions-host-process.ts';
import { runTwoHosts } from './two-hosts.ts';
import { twoHostsReport } from './two-hosts-report.ts';

afterEach(stopHosts);

// `npm run test:two-hosts` does the same with 5,000.
it('two processes of the app share what is due: both work, nothing is read or told twice, the budget holds', async () => {
  const result = await runTwoHosts({ app: process.cwd(), due: 600, changed: 30, requestsPerMinute: 720 });
  const { table, problems } = twoHostsReport(result);
  if (problems.length > 0) throw new Error([table, ...problems].join('\n'));
  expect(result.hosts.reduce((sum, { reads }) => sum + reads, 0)).toBe(600);
}, 600_000);

it('a report says what breaks a promise', () => {
  const options = { app: '.', due: 2, changed: 1, requestsPerMinute: 10 };
  const result = {
    options,
    hosts: [
      { slices: 1, reads: 1 },
      { slices: 1, reads: 1 },
    ],
    timesRead: { 1: 2 },
    answers: { 200: 2 },
    mostInAMinute: 2,
    events: ['a/2'],
    expectedEvents: ['a/2'],
    outplanned: 1,
    minutes: 1,
  };
  expect(twoHostsReport(result).problems).toEqual([]);
  for (const wrong of [
    {
      hosts: [
        { slices: 2, reads: 2 },
        { slices: 0, reads: 0 },
      ],
    },
    { timesRead: { 1: 1, 2: 1 } },
    { answers: { 200: 2, 429: 1 } },
    { mostInAMinute: 11 },
    { events: ['a/2', 'a/2'] },
    { events: [] },
  ])
    expect(twoHostsReport({ ...result, ...wrong }).problems).toHaveLength(1);
});
