// Two processes of the built app read what is due together: npm run test:two-hosts -- --due 5000
import { parseArgs } from 'node:util';
import { runTwoHosts } from './two-hosts.ts';
import { twoHostsReport } from './two-hosts-report.ts';

const { values } = parseArgs({ options: { due: { type: 'string', default: '5000' } } });
const due = Number(values.due);
if (!(due >= 200 && due <= 9_000)) {
  console.error('npm run test:two-hosts -- [--due 200..9000]');
  process.exit(2);
}
const result = await runTwoHosts({
  app: process.cwd(),
  due,
  changed: Math.ceil(due / 20),
  requestsPerMinute: Math.ceil(due * 1.2),
});
const { table, problems } = twoHostsReport(result);
console.log([table, ...problems].join('\n'));
if (problems.length > 0) process.exitCode = 1;
