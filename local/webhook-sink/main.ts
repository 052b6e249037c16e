import { parseArgs } from 'node:util';
import { messageText } from './message-text.ts';
import { startWebhookSink } from './webhook-sink.ts';

// `node local/webhook-sink/main.ts --port N [--rates]`: serves until it is told to stop, and prints each message as text.

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, rates: { type: 'boolean', default: false } },
});
const sink = await startWebhookSink({
  port: Number(values.port),
  hasRates: values.rates,
  onPost: ({ to, status, shown }) => {
    console.error(shown === undefined ? `${to}: not a message (${status})` : messageText(`${to} (${status})`, shown));
  },
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return process.exit(1);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void sink.stop().then(() => process.exit(0)));
}
process.once('disconnect', () => void sink.stop().then(() => process.exit(0)));

console.log(
  JSON.stringify({ ready: true, url: sink.url, teams: sink.teamsUrl('teams'), slack: sink.slackUrl('slack') }),
);
