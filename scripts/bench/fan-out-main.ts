import { ServiceBusClient } from '@azure/service-bus';
import { readSlice } from '../../shared/adapters/service-bus/slice-queue.ts';
import { pollSlice } from '../../shared/use-cases/poll-slice.ts';
import { adaptersOn, openTable, partnerCenterAt, pollDependencies } from './workload.ts';

// The process behind `fan-out`: an instance that runs slices of the queue, one at a time, whenever its parent wants it to.
const [tables = '', name = '', bus = '', api = ''] = process.argv.slice(2);
const client = new ServiceBusClient(bus);
const dependencies = {
  ...pollDependencies(adaptersOn(await openTable(tables, name)), { partnerCenter: partnerCenterAt(api) }),
  concurrency: 8,
};

function takeSlices() {
  const receiver = client.createReceiver('poll-slices');
  receiver.subscribe(
    {
      async processMessage(message) {
        const slice = readSlice(message.body);
        if (slice === undefined) throw new Error('A message that is no slice');
        const { read } = await pollSlice(dependencies, slice, false, new AbortController().signal);
        process.send?.({ read });
      },
      async processError({ error }) {
        console.error(error.message);
      },
    },
    { maxConcurrentCalls: 1 },
  );
  return receiver;
}

let receiver: ReturnType<typeof takeSlices> | undefined;
process.on('message', async (wanted: 'take slices' | 'rest') => {
  if (wanted === 'take slices') receiver ??= takeSlices();
  else {
    await receiver?.close();
    receiver = undefined;
  }
  process.send?.(wanted);
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
