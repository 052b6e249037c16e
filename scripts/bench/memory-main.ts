import { planPass } from '../../shared/domain/plan.ts';
import { adaptersOn, openTable } from './workload.ts';

// The process behind `memory`: plans over a table and says what it took.
const [connectionString = '', name = ''] = process.argv.slice(2);
const { store } = adaptersOn(await openTable(connectionString, name));
const before = process.resourceUsage().maxRSS;
const start = performance.now();
const now = new Date();
const { due, chosen } = await planPass(store.due(now), { devCenter: 50, store: 50 }, now);
process.send?.({
  due,
  chosen: chosen.length,
  beforeMB: before / 1024,
  peakMB: process.resourceUsage().maxRSS / 1024,
  ms: performance.now() - start,
});
process.disconnect?.();
