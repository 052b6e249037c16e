import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { createServices } from '../../functions/services.ts';
import { trackSubmissionFunction } from '../../functions/track-submission.ts';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { CLIENT_ID, CLIENT_SECRET, TENANT_ID } from '../../local/partner-center/credentials.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { type Config, readConfig } from '../../shared/config.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { aLocalEnvironment } from '../support/an-environment.ts';
import { callFunction, runTimer } from '../support/call-function.ts';

const topology = JSON.parse(readFileSync(join(process.cwd(), 'local/service-bus/Config.json'), 'utf8'));
const key = keyTexts.addon;

describe('the services of a local configuration', () => {
  const started: { stop(): Promise<void> }[] = [];
  let config: Config;
  let busConnection = '';
  let partnerCenterUrl = '';

  beforeAll(async () => {
    const azurite = await startAzurite({});
    const bus = await startServiceBus({ config: parseEmulatorConfig(topology) });
    const partnerCenter = await startPartnerCenter();
    started.push(azurite, bus, partnerCenter);
    busConnection = bus.connectionString;
    partnerCenterUrl = partnerCenter.url;
    config = readConfig(
      aLocalEnvironment({
        PARTNER_CENTER_TENANT_ID: TENANT_ID,
        PARTNER_CENTER_CLIENT_ID: CLIENT_ID,
        PARTNER_CENTER_CLIENT_SECRET: CLIENT_SECRET,
        PARTNER_CENTER_AUTHORITY_URL: partnerCenter.url,
        PARTNER_CENTER_DEV_CENTER_URL: partnerCenter.url,
        PARTNER_CENTER_STORE_URL: partnerCenter.url,
        TABLES_CONNECTION_STRING: azurite.connectionString,
        ServiceBusConnection: bus.connectionString,
      }),
    );
  });
  afterAll(() => Promise.all(started.map((one) => one.stop())));

  it('carry a submission from Partner Center to a subscriber', async () => {
    const services = createServices(config);
    await fetch(`${partnerCenterUrl}/_local/submissions/${key}`, { method: 'PUT', body: '{"status":"Certification"}' });
    const tracked = await callFunction(trackSubmissionFunction(services), `submissions/${key}`, { key });

    const logged = await runTimer(pollSubmissionsFunction(services));

    expect(tracked.status).toBe(201);
    expect(logged.join('\n')).toContain('"published":1');
    const client = new ServiceBusClient(busConnection);
    const [message] = await client
      .createReceiver(config.serviceBus.topic, 'console')
      .receiveMessages(1, { maxWaitTimeInMs: 20_000 });
    await client.close();
    expect(message?.body).toMatchObject({ id: `${key}/1`, type: 'submissionwatch.submission.tracked.v1' });
  });
});
