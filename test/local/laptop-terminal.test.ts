import { readdirSync, readFileSync } from 'node:fs';
import { addressLines, addressReminder } from '../../local/laptop/addresses.ts';
import { eventLine } from '../../local/laptop/event-line.ts';

const addresses = {
  functionsUrl: 'http://127.0.0.1:7071',
  key: 'KEY',
  partnerCenterUrl: 'http://127.0.0.1:7072',
  cardsUrl: 'http://127.0.0.1:7073/local/cards',
  realChannels: [],
  serviceBus: 'Endpoint=sb://127.0.0.1',
  brokerUrl: 'http://127.0.0.1:7074/',
  dataFolder: '.local',
};

describe('the addresses in the terminal', () => {
  it('have the line that the examples of the documents need, at first and once more', () => {
    const line =
      'export API=http://127.0.0.1:7071/api KEY=KEY PARTNER_CENTER=http://127.0.0.1:7072 BROKER=http://127.0.0.1:7074/';
    expect(addressLines(addresses)).toContain(`\n  ${line}\n`);
    expect(addressReminder(addresses)).toContain(line);
  });

  it('name no simulated Partner Center where the real one is polled, and the channels that are real', () => {
    const lines = addressLines({ ...addresses, partnerCenterUrl: undefined, realChannels: ['SLACK_WEBHOOK_URL'] });
    expect(lines).toContain('Partner Center  the real one\n');
    expect(lines).not.toContain('PARTNER_CENTER=');
    expect(lines).toContain('real: SLACK_WEBHOOK_URL)');
  });
});

describe('the line of an event', () => {
  const event = (data: object) => ({
    id: 'hardware:1:2/9',
    type: 'submissionwatch.submission.report-added.v1',
    subject: 'hardware:1:2',
    time: '2026-03-01T10:29:21.000Z',
    data: { name: 'Wi-Fi', ...data },
  });

  it('leaves no gap where a report has no date', () => {
    expect(eventLine(event({ reports: [{ url: 'https://example.com/r' }] }))).toBe(
      '10:29:21  report-added        hardware:1:2/9  "Wi-Fi" report https://example.com/r',
    );
  });

  it.each(readdirSync('docs/events').filter((name) => name.endsWith('.example.json')))('has words for %s', (name) => {
    const line = eventLine(JSON.parse(readFileSync(`docs/events/${name}`, 'utf8')));
    expect(line).not.toMatch(/undefined|unknown|\[object/);
  });

  it('says what the watcher says of itself', () => {
    const example = JSON.parse(readFileSync('docs/events/watcher.degraded.example.json', 'utf8'));
    expect(eventLine({ ...example, id: 'watcher/9' })).toBe(
      '04:00:00  watcher.degraded    watcher/9  Submission Watch is degraded: events wait in the outbox',
    );
  });

  it('keeps what comes from outside from moving the cursor', () => {
    expect(eventLine(event({ reports: [{ date: '\u001b[2J' }] }))).not.toContain('\u001b');
  });
});
