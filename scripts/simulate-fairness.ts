// Prints how old each submission's last read ever was: node scripts/simulate-fairness.ts [--minutes 60] [--faults 0.1] ...
import { parseArgs } from 'node:util';
import { simulateFairness } from '../test/simulation/fairness.ts';
import { fairnessReport } from '../test/simulation/fairness-report.ts';

const { values } = parseArgs({
  options: {
    tracked: { type: 'string', default: '200' },
    limit: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '60' },
    faults: { type: 'string' },
    latency: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const common = {
  tracked: Number(values.tracked),
  requestsPerMinute: Number(values.limit),
  minutes: Number(values.minutes),
  seed: Number(values.seed),
};
const given = values.faults !== undefined || values.latency !== undefined;
const runs = given
  ? [{ faultRate: Number(values.faults ?? 0), readSeconds: Number(values.latency ?? 0) }]
  : [
      { faultRate: 0, readSeconds: 0 },
      { faultRate: 0, readSeconds: 0.5 },
      { faultRate: 0.1, readSeconds: 0 },
    ];
for (const run of runs) console.log(`${fairnessReport(await simulateFairness({ ...common, ...run }))}\n`);
