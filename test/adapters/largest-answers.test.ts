import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TableClient } from '@azure/data-tables';
import { type LocalServiceBus, startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { createPublisher } from '../../shared/adapters/service-bus/publisher.ts';
import { serviceBusClientFrom } from '../../shared/adapters/service-bus/service-bus-client.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { type Event, eventSchema } from '../../shared/contract/event.ts';
import { trackSubmission } from '../../shared/use-cases/track-submission.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { keyOf } from '../support/key-of.ts';
import { useSimulatedPartnerCenter } from '../support/simulated-partner-center.ts';

const topology = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
const topic = 'submission-events';
const key = keyOf('addon:9NSAMPLE0ADN:1152921505689378154');
const largestMessage = 256 * 1024;

/** Hardly compressible, so that what is stored is as long as it looks. */
const words = (length: number) =>
  randomBytes(length)
    .toString('base64')
    .slice(0, length)
    .replaceAll(/(.{60})./g, '$1 ');

const strange = [
  'a\u0000b\u0001c\td\u007fe\u0085f',
  'high \ud83d low \ude00 end \ud83d',
  'שגיאה \u202eabc\u202c خطأ في الحزمة',
  '👩🏽‍💻 passed 🇳🇴 ❤️ 𝌆',
];
const strangeAsKept = strange.with(1, 'high \ufffd low \ufffd end \ufffd');

const warnings = Array.from({ length: 5_000 }, (_, index) => ({ code: `Warning${index}`, details: words(2_048) }));
const errors = [
  { code: 'Long', details: words(60 * 1024) },
  ...strange.map((details, index) => ({ code: `Strange${index}`, details })),
];
const reports = Array.from({ length: 300 }, (_, index) => ({
  date: new Date(Date.UTC(2025, 0, 1, index)).toISOString(),
  reportUrl: `https://partner.microsoft.com/dashboard/reports/${'p'.repeat(200)}/${index}`,
}));

/** Real HTTP from Partner Center, real tables, a real topic. */
describe('the largest answer that Partner Center may give', () => {
  const tables = useAzuriteTables();
  const simulated = useSimulatedPartnerCenter();
  let bus: LocalServiceBus;

  beforeEach(async () => {
    bus = await startServiceBus({ config: topology });
  });
  afterEach(() => bus.stop());

  it('is kept whole in the history, published cut with counts, and breaks no limit of storage or broker', async () => {
    const table = await tables.create();
    const transactions = recordTransactions(table);
    const adapters = createTableAdapters(table, simulated.clock.now);
    const client = serviceBusClientFrom(bus.connectionString);
    const { pass } = createWatcher(simulated.clock);
    const watch = () =>
      pass({ ...adapters, partnerCenter: simulated.partnerCenter, publisher: createPublisher(client, topic) });
    try {
      await simulated.control('PUT', `submissions/${key.text}`, { friendlyName: 'Maps', status: 'Certification' });
      await trackSubmission(adapters.store, key, simulated.clock.now());
      await watch();
      const body = { status: 'CertificationFailed', warnings, errors, certificationReports: reports };
      await simulated.control('PATCH', `submissions/${key.text}`, body);
      simulated.clock.advance(3_600);

      expect(await watch()).toMatchObject({ read: 1, failed: 0, changed: 1, events: 4, published: 4 });

      const history = (await adapters.store.history(key, { size: 10 })).items;
      const [raisedErrors, raisedWarnings] = ['errors-raised', 'warnings-raised'].map(
        (name) => dataOf(history, name)['issues'] as { code: string; details: string }[],
      );
      expect(raisedWarnings).toHaveLength(5_000);
      expect(raisedWarnings).toEqual(warnings.map((warning) => ({ severity: 'warning', ...warning })));
      expect(raisedErrors?.map(({ details }) => details)).toEqual([errors[0]?.details, ...strangeAsKept]);
      expect(dataOf(history, 'report-added')['reports']).toEqual(
        reports.map(({ date, reportUrl }) => ({ date, url: reportUrl })),
      );

      const published = await receiveAll(client, 5);
      expect(published.map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3, 4, 5]);
      for (const event of published) {
        expect(eventSchema.parse(event)).toEqual(event);
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(largestMessage);
      }
      const shown = dataOf(published, 'warnings-raised');
      expect((shown['issues'] as unknown[]).length + omittedFrom(shown, 'issues')).toBe(5_000);
      const cut = dataOf(published, 'report-added');
      expect((cut['reports'] as unknown[]).length + omittedFrom(cut, 'reports')).toBe(300);
      expect(omittedFrom(dataOf(published, 'errors-raised'), 'characters')).toBeGreaterThan(0);
      expect(transactions.flatMap(rowsOf).filter((row) => 'bytes' in row).length).toBeGreaterThan(200);
      expect(transactions.flatMap(brokenLimits)).toEqual([]);

      simulated.clock.advance(3_600);
      expect(await watch()).toMatchObject({ read: 1, changed: 0, events: 0 });
    } finally {
      await client.close();
    }
  }, 300_000);

  async function receiveAll(client: ReturnType<typeof serviceBusClientFrom>, count: number): Promise<Event[]> {
    const receiver = client.createReceiver(topic, 'console');
    const events: Event[] = [];
    while (events.length < count) {
      const batch = await receiver.receiveMessages(count - events.length, { maxWaitTimeInMs: 20_000 });
      if (batch.length === 0) throw new Error(`Only ${events.length} of ${count} messages came`);
      for (const message of batch) {
        await receiver.completeMessage(message);
        events.push(message.body);
      }
    }
    return events;
  }
});

function dataOf(events: readonly Event[], name: string): Record<string, unknown> {
  const found = events.find(({ type }) => type === `submissionwatch.submission.${name}.v1`);
  if (found === undefined) throw new Error(`No ${name} among ${events.map(({ type }) => type).join(', ')}`);
  return found.data;
}

function omittedFrom(data: Record<string, unknown>, name: string): number {
  return (data['omitted'] as Record<string, number> | undefined)?.[name] ?? 0;
}

/** The bodies of all transactions that the client sends from now on. */
function recordTransactions(client: TableClient): string[] {
  const bodies: string[] = [];
  client.pipeline.addPolicy({
    name: 'record-transactions',
    sendRequest(request, next) {
      if (request.url.includes('$batch')) bodies.push(String(request.body));
      return next(request);
    },
  });
  return bodies;
}

function rowsOf(transaction: string): Record<string, unknown>[] {
  const lines = transaction.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** By the limits of the service: Azurite does not look at all of them. */
function brokenLimits(transaction: string): string[] {
  const rows = rowsOf(transaction);
  const sizes = rows.map((row) => Object.values(row).reduce((sum: number, value) => sum + sizeOfProperty(value), 0));
  const operations = transaction.match(/^(POST|PUT|PATCH|MERGE|DELETE) http/gm)?.length ?? 0;
  return [
    ...(operations > 100 ? [`${operations} operations`] : []),
    ...(Buffer.byteLength(transaction) > 4 * 1024 * 1024 ? [`${Buffer.byteLength(transaction)} bytes`] : []),
    ...sizes.filter((size) => size > 1024 * 1024).map((size) => `an entity of ${size} bytes`),
    ...rows.flatMap((row) =>
      Object.entries(row)
        .filter(([, value]) => sizeOfProperty(value) > 64 * 1024)
        .map(([name, value]) => `${name} of ${sizeOfProperty(value)} bytes`),
    ),
  ];
}

/** Texts are kept in UTF-16; bytes travel in base64. */
function sizeOfProperty(value: unknown): number {
  if (typeof value !== 'string') return 8;
  return /^[A-Za-z0-9+/]{10000,}={0,2}$/.test(value) ? (value.length * 3) / 4 : value.length * 2;
}
