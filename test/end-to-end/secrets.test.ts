import { gunzipSync } from 'node:zlib';
import { CLIENT_SECRET, NOTES_PASSWORD, SIGNATURE_MARK, TOKEN_MARK } from '../../local/partner-center/credentials.ts';
import { startWebhookSink, type WebhookSink } from '../../local/webhook-sink/webhook-sink.ts';
import { tableClientFrom } from '../../shared/adapters/table-storage/table-client.ts';
import { stopHosts } from '../local/functions-host-process.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { keyOf } from '../support/key-of.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { plantedMark, type SecretPlanter, startSecretPlanter } from '../support/planted-secrets.ts';

let laptop: Laptop;
let sink: WebhookSink;
let planter: SecretPlanter;
/** Every request to the tables, rows that are gone since among them. */
let written: string[];

beforeEach(async () => {
  sink = await startWebhookSink();
  laptop = await startLaptop();
  planter = await startSecretPlanter(laptop.partnerCenter.url);
  written = [];
  laptop.tables.watch(({ method, path, body, phase }) => {
    if (phase === 'before' && method !== 'GET') written.push(decodeURIComponent(path), body);
  });
});
afterEach(async () => {
  await planter.stop();
  await laptop.stop();
  await sink.stop();
});
afterAll(stopHosts);

const longText = 'The description is wrong. '.repeat(4_000);
const issues = [{ code: 'Other', details: 'Wrong {sas}' }];
const certificationReports = [{ date: '2025-05-22T14:03:11Z', reportUrl: 'https://partner.microsoft.com/r?id=1' }];
const before: Record<string, object> = {
  [keyTexts.hardware]: {
    commitStatus: 'commitComplete',
    currentStep: 'signing',
    state: 'started',
    messages: ['{sas}'],
  },
  [keyTexts.addon]: { status: 'Certification', warnings: issues },
  [keyTexts.app]: { status: 'Certification', rollout: { percentage: 10, status: 'PackageRolloutInProgress' } },
  [keyTexts.flight]: { status: 'Certification' },
  [keyTexts.msi]: { publishingStatus: 'INPROGRESS' },
};
const after: Record<string, object> = {
  [keyTexts.hardware]: {
    commitStatus: 'commitComplete',
    currentStep: 'finalizeIngestion',
    state: 'failed',
    messages: ['Wrong {sas}'],
    downloads: ['initialPackage', 'signedPackage', 'certificationReport', 'driverMetadata'],
    errorReport: true,
  },
  [keyTexts.addon]: { status: 'CertificationFailed', errors: issues, certificationReports },
  // Too long for a row: it lies compressed in rows of its own.
  [keyTexts.app]: {
    status: 'CertificationFailed',
    errors: [{ code: 'Other', details: longText }],
    certificationReports,
  },
  [keyTexts.flight]: { status: 'Published', certificationReports },
  [keyTexts.msi]: { publishingStatus: 'FAILED', hasFailed: true, errors: [{ code: 'Other', message: 'Wrong {sas}' }] },
};

/** Everything that answers with something of the watcher. */
const questions = [
  ...Object.values(keyTexts).flatMap((key) => [
    `submissions/${key}`,
    `submissions/${key}/history`,
    `submissions/${key}/history?format=csv`,
    `submissions/${key}/history?format=jsonl`,
    `products/${keyOf(key).product.text}`,
  ]),
  ...['submissions', 'changes', 'products', 'statistics', 'status', 'passes', 'set-aside', 'health', 'openapi.json'],
];

async function answers(): Promise<string[]> {
  const { url, keys } = laptop.host().line;
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`${url}/api/${path}`, { method, headers: { 'x-functions-key': keys.master } });
    return `${path} ${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
  };
  const asked = await Promise.all(questions.map((path) => ask(path)));
  return [...asked, await ask('diagnose', 'POST'), await ask('submissions/no-key')];
}

/** Rows as they lie there, with what is compressed in them. */
async function rows(): Promise<string[]> {
  const client = await tableClientFrom(laptop.settings['TABLES_CONNECTION_STRING'] ?? '', 'submissionwatch');
  const chunks = new Map<string, Uint8Array[]>();
  const texts: string[] = [];
  for await (const row of client.listEntities<Record<string, unknown>>()) {
    texts.push(JSON.stringify(row));
    const payload = row.rowKey?.replace(/\|\d{5}$/, '') ?? '';
    if (row['bytes'] instanceof Uint8Array) chunks.set(payload, [...(chunks.get(payload) ?? []), row['bytes']]);
  }
  expect(chunks.size).toBeGreaterThan(0);
  return [...texts, ...[...chunks.values()].map((parts) => gunzipSync(Buffer.concat(parts)).toString('utf8'))];
}

it('lets no secret of any field out: not into rows, messages, cards, answers or logs', async () => {
  const teams = sink.teamsUrl('of-the-team');
  await laptop.startHost({
    PARTNER_CENTER_DEV_CENTER_URL: planter.url,
    PARTNER_CENTER_STORE_URL: planter.url,
    TEAMS_WEBHOOK_URL: teams,
    SLACK_WEBHOOK_URL: sink.slackUrl('T0-B0-passphrase'),
    NOTIFY_EVENTS: 'all',
    NOTIFY_SETTLE_SECONDS: '1',
    NOTIFY_SCHEDULE: '0,30 * * * * *',
  });
  for (const [key, model] of Object.entries(before)) {
    await laptop.put(key, model);
    expect((await laptop.api('PUT', `submissions/${key}`)).status).toBe(201);
    expect((await laptop.api('PUT', `products/${keyOf(key).product.text}`)).status).toBeLessThan(300);
  }
  await laptop.pass();
  for (const [key, model] of Object.entries(after)) await laptop.put(key, model);
  // One that is refused, and one that cannot be read: what their answers say is logged.
  await laptop.pass();
  for (const [key, fault] of [
    [keyTexts.addon, { status: 403 }],
    [keyTexts.flight, 'trailing-comma'],
  ]) {
    const body = JSON.stringify({ key, fault });
    expect((await fetch(`${laptop.partnerCenter.url}/_local/faults`, { method: 'POST', body })).ok).toBe(true);
  }
  await laptop.pass();
  const messages = await laptop.receive();
  while (sink.posts().filter(({ sort }) => sort === 'teams').length < 3) await laptop.tick();

  const everything = {
    rows: await rows(),
    written,
    messages: messages.map((message) =>
      JSON.stringify([message.body, message.applicationProperties, message.messageId]),
    ),
    cards: sink.posts().map(({ body }) => body),
    answers: await answers(),
    logs: [...laptop.host().lines, ...laptop.host().output.slice(1)],
  };

  const { pathname, search } = new URL(teams);
  const signature = Buffer.from(SIGNATURE_MARK).toString('base64').slice(0, 20);
  const secrets = [
    ...[
      plantedMark,
      TOKEN_MARK,
      SIGNATURE_MARK,
      signature,
      encodeURIComponent(signature),
      NOTES_PASSWORD,
      CLIENT_SECRET,
    ],
    ...['sig=', 'sig%3D', pathname, search.slice(1), 'T0-B0-passphrase', 'SharedAccessKey=', 'AccountKey='],
    ...['fileUploadUrl', 'notesForCertification', laptop.host().line.keys.master, laptop.host().line.keys.default],
  ];
  for (const [where, texts] of Object.entries(everything)) {
    // What holds nothing proves nothing.
    expect([where, texts.length > 0]).toEqual([where, true]);
    const found = texts.flatMap((text) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${text.slice(0, 300)}`),
    );
    expect([where, found]).toEqual([where, []]);
  }
  const fields = planter.planted().join('\n');
  for (const field of [
    'fileUploadUrl',
    'notesForCertification',
    'details',
    'messages',
    'reportUrl',
    'downloads.items.url',
    'errorReport',
    'friendlyName',
    'errors.message',
    'internalNote',
  ]) {
    expect(fields).toContain(field);
  }
  // They were read all the same.
  expect(messages.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([expect.stringContaining('state-changed'), expect.stringContaining('report-added')]),
  );
});
