import type { Access } from '../shared/domain/explain-access.ts';
import type { DiagnoseDependencies } from '../shared/use-cases/diagnose.ts';
import { openServiceBusClient, openTableClient } from './azure-clients.ts';
import type { Services } from './services.ts';
import { createTokenSource } from './token-source.ts';

const webhookTimeoutSeconds = 10;

/**
 * What `diagnose` looks with: clients of its own, made anew, because those that are kept hold tokens and connections from before
 * whatever is wrong now.
 */
export function accessChecks(services: Services): DiagnoseDependencies {
  const { config } = services;
  const { topic, sliceQueue } = config.serviceBus;
  return {
    partnerCenter: () => openPartnerCenter(services),
    store: services.store,
    hasSellerId: config.partnerCenter.sellerId !== undefined,
    parts: [
      { check: 'table', part: 'table', open: () => openTable(services) },
      { check: 'topic', part: 'topic', open: async () => (await entities(services)).send(topic) },
      { check: 'slice queue', part: 'queue', open: () => openQueue(services, sliceQueue) },
      ...config.notify.channels.flatMap(({ name, subscription, webhookUrl }) => [
        {
          check: `subscription of ${name}`,
          part: 'subscription' as const,
          open: async () => (await entities(services)).receive(topic, subscription),
        },
        { check: `webhook of ${name}`, part: 'webhook' as const, open: () => openWebhook(services, webhookUrl) },
      ]),
    ],
  };
}

async function openPartnerCenter({ config, now }: Services) {
  const [{ createPartnerCenterAccess }, { createPartnerCenter }, { createAccessTokens }] = await Promise.all([
    import('../shared/adapters/partner-center/partner-center-access.ts'),
    import('../shared/adapters/partner-center/client.ts'),
    import('../shared/adapters/partner-center/access-tokens.ts'),
  ]);
  const tokens = createAccessTokens(() => createTokenSource(config, now), now);
  const options = { ...config.partnerCenter, tokens, now };
  return { ...createPartnerCenterAccess(options), read: createPartnerCenter(options).read };
}

async function openTable({ config }: Services): Promise<Access> {
  const { checkTableAccess } = await import('../shared/adapters/table-storage/table-access.ts');
  return checkTableAccess(() => openTableClient(config));
}

async function entities({ config }: Services) {
  const { createEntityAccess } = await import('../shared/adapters/service-bus/entity-access.ts');
  return createEntityAccess(() => openServiceBusClient(config));
}

/** The app sends to this queue and receives from it. */
async function openQueue(services: Services, queue: string): Promise<Access> {
  const access = await entities(services);
  const sent = await access.send(queue);
  return sent.outcome === 'open' ? access.receive(queue) : sent;
}

async function openWebhook({ config }: Services, url: string | undefined): Promise<Access> {
  const { checkWebhookAccess } = await import('../shared/adapters/webhooks/webhook-access.ts');
  return checkWebhookAccess(url, config.notify, webhookTimeoutSeconds);
}
