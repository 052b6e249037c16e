import { isServiceBusError, type ServiceBusClient } from '@azure/service-bus';
import type { Access } from '../../domain/explain-access.ts';

const timeoutMs = 20_000;

export interface EntityAccess {
  /** Opens a link to send by, and sends nothing. */
  send(entity: string): Promise<Access>;
  /** Looks at a message of a queue, or of a subscription, and takes none. */
  receive(entity: string, subscription?: string): Promise<Access>;
}

/** Each look has a connection of its own, because one that is kept may be older than what went wrong. Never throws. */
export function createEntityAccess(connect: () => Promise<ServiceBusClient>): EntityAccess {
  async function look(use: (client: ServiceBusClient, abortSignal: AbortSignal) => Promise<unknown>): Promise<Access> {
    let client: ServiceBusClient | undefined;
    try {
      client = await connect();
      await use(client, AbortSignal.timeout(timeoutMs));
      return { outcome: 'open' };
    } catch (error) {
      return { outcome: 'closed', refusal: { code: codeOf(error) } };
    } finally {
      await client?.close().catch(() => undefined);
    }
  }

  return {
    send: (entity) => look((client, abortSignal) => client.createSender(entity).createMessageBatch({ abortSignal })),
    receive: (entity, subscription) =>
      look((client, abortSignal) => {
        const receiver =
          subscription === undefined ? client.createReceiver(entity) : client.createReceiver(entity, subscription);
        return receiver.peekMessages(1, { abortSignal });
      }),
  };
}

/** The SDK's own code, but where it only says that the network failed: then the system's, which says how. */
function codeOf(error: unknown): string {
  const system = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EPIPE)\b/.exec(String(error))?.[1];
  if (system !== undefined) return system;
  if (isServiceBusError(error)) return error.code;
  // What several attempts failed with.
  if (error instanceof AggregateError) return codeOf(error.errors.at(-1));
  return error instanceof Error ? error.name : 'unknown';
}
