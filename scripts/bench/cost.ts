import { startAzurite } from '../../local/azurite/azurite.ts';
import { countStorageOperations, totalOf } from '../../test/support/storage-operations.ts';
import { countedOperations } from '../cost/counted-operations.ts';
import { monthlyCost, secondsToRead } from '../cost/monthly-cost.ts';
import { prices } from '../cost/prices.ts';
import type { Figure } from './figure.ts';
import { naivePass } from './naive-poller.ts';
import { openTable } from './workload.ts';

const tracked = 1_000;
const days = 30;
const minutesADay = 1_440;
const counted = 100;

interface Day {
  readonly storage: number;
  readonly serviceBus: number;
  readonly gbSeconds: number;
}

/**
 * What 1,000 tracked submissions cost a day, by operations that are counted, against a poller that writes each snapshot each
 * time: one that sees the changes of those in flight as soon, and one that makes as many requests. Without channels, which cost
 * the same behind both.
 */
export async function cost(): Promise<readonly Figure[]> {
  const deployment = { tracked, memoryGb: 2, channels: 0, requestsPerMinute: 20 };
  const month = monthlyCost(deployment, prices, countedOperations);
  const ours: Day = {
    storage: month.tableOperations / days,
    serviceBus: month.serviceBusOperations / days,
    gbSeconds: month.gbSeconds / days,
  };
  const counts = await countNaive();
  const naive = (reads: number): Day => {
    const seconds = Math.max(prices.functionsLeastSeconds, secondsToRead(reads / minutesADay));
    return {
      storage: reads * counts.unchanged + minutesADay,
      serviceBus: (month.events / days) * counts.messages,
      gbSeconds: seconds * minutesADay * deployment.memoryGb,
    };
  };
  return [
    ...compared(
      'that sees those in flight move as soon',
      ours,
      naive((minutesADay / month.minutesBetweenReads) * tracked),
    ),
    ...compared('that makes as many requests', ours, naive(month.reads / days)),
  ];
}

const quantities = [
  ['storage operations', 'storage'],
  ['Service Bus operations', 'serviceBus'],
  ['GB-seconds', 'gbSeconds'],
] as const;

function compared(than: string, ours: Day, naive: Day): Figure[] {
  const count = (value: number) => Math.round(value).toLocaleString('en-US');
  return quantities.map(([name, quantity]) => ({
    name: `cost, ${name} a day for ${tracked} tracked / a naive poller ${than}`,
    value: ours[quantity] / naive[quantity],
    unit: 'x',
    note: `${count(ours[quantity])} against ${count(naive[quantity])}`,
  }));
}

/** Operations of the naive poller for each unchanged submission, beside one query a pass, and messages for each change. */
async function countNaive(): Promise<{ unchanged: number; messages: number }> {
  const azurite = await startAzurite({});
  try {
    const client = await openTable(azurite.connectionString, 'naive');
    for (let id = 0; id < counted; id += 1) {
      await client.createEntity({ partitionKey: 'tracked', rowKey: `${id}`, body: '' });
    }
    const operations = countStorageOperations(client);
    let messages = 0;
    const sender = {
      async sendMessages() {
        messages += 1;
      },
    };
    await naivePass(client, sender, async (id) => `body of ${id}`);
    operations.take();
    const changes = messages / counted;
    await naivePass(client, sender, async (id) => `body of ${id}`);
    return { unchanged: (totalOf(operations.take()) - 1) / counted, messages: changes };
  } finally {
    await azurite.stop();
  }
}
