import type { TokenCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';

/** Attempts and time of one operation; what fails after that stays in the outbox for the sweep. */
const options = { retryOptions: { maxRetries: 1, retryDelayInMs: 1_000, timeoutInMs: 10_000 } };

/** One client is one AMQP connection: it is made once and kept. */
export function serviceBusClientFor(namespace: string, credential: TokenCredential): ServiceBusClient {
  return new ServiceBusClient(namespace, credential, options);
}

export function serviceBusClientFrom(connectionString: string): ServiceBusClient {
  return new ServiceBusClient(connectionString, options);
}
