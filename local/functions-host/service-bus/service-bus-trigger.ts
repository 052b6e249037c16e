import { parseServiceBusConnectionString } from '@azure/service-bus';
import type { AppSettings } from '../app-settings.ts';
import type { Binding } from '../core-module.ts';
import { HostError } from '../host-error.ts';

export type ServiceBusTrigger = {
  type: 'serviceBus';
  source: { queue: string } | { topic: string; subscription: string };
  connectionString: string;
  /** Whether the function takes many messages at a time. */
  isBatch: boolean;
  /** Whether it takes bodies as they are, not as text. */
  isBinary: boolean;
};

/** @throws {HostError} for a missing name or connection, and for what only the real host does. */
export function readServiceBusTrigger(options: Binding, settings: AppSettings): ServiceBusTrigger {
  if (options['isSessionsEnabled'] === true) {
    throw new HostError('it asks for sessions, which the local host does not do');
  }
  if (options['sdkBinding'] === true || options['autoCompleteMessages'] === false) {
    throw new HostError('it settles its messages itself, which the local host does not let it do');
  }
  return {
    type: 'serviceBus',
    source: readSource(options, settings),
    connectionString: readConnectionString(options['connection'], settings),
    isBatch: options['cardinality'] === 'many',
    isBinary: options['dataType'] === 'binary',
  };
}

function readSource(options: Binding, settings: AppSettings): ServiceBusTrigger['source'] {
  const name = (option: string): string => {
    const value = options[option];
    if (typeof value !== 'string' || value === '') {
      throw new HostError(`its trigger has no ${option}`);
    }
    return settings.resolve(value);
  };
  return options['queueName'] === undefined
    ? { topic: name('topicName'), subscription: name('subscriptionName') }
    : { queue: name('queueName') };
}

function readConnectionString(connection: unknown, settings: AppSettings): string {
  const name = typeof connection === 'string' && connection !== '' ? connection : 'AzureWebJobsServiceBus';
  const connectionString = settings.get(name);
  if (connectionString !== undefined && connectionString !== '') {
    checkConnectionString(connectionString, name);
    return connectionString;
  }
  if (settings.get(`${name}__fullyQualifiedNamespace`) !== undefined) {
    throw new HostError(
      `its connection ${name} names a namespace and an identity; the local host needs a connection string in the setting ${name}`,
    );
  }
  throw new HostError(`its connection needs a connection string in the setting ${name}, which is not there`);
}

function checkConnectionString(connectionString: string, name: string): void {
  try {
    parseServiceBusConnectionString(connectionString);
  } catch (error) {
    // The SDK's messages do not repeat the text, which holds a key.
    throw new HostError(
      `the setting ${name} holds no connection string: ${error instanceof Error ? error.message : error}`,
    );
  }
}
