import type { FunctionDefinition } from '../function-definition.ts';
import type { FunctionLogs } from '../function-logs.ts';
import type { ServiceBusConfig } from '../host-config.ts';
import type { Invoker } from '../invoker.ts';
import { type ServiceBusListener, startServiceBusListener } from './service-bus-listener.ts';
import type { ServiceBusTrigger } from './service-bus-trigger.ts';

/** Listens for every function with a Service Bus trigger that is not disabled. */
export function startHostListeners(
  definitions: readonly FunctionDefinition<ServiceBusTrigger>[],
  config: ServiceBusConfig,
  invoker: Invoker,
  logs: FunctionLogs,
): ServiceBusListener {
  const listeners = definitions
    .filter(({ isDisabled }) => !isDisabled)
    .map(({ name, registered, trigger }) =>
      startServiceBusListener(
        trigger,
        config,
        (data, triggerMetadata) => invoker.invoke(registered, { reason: 'service bus', data, triggerMetadata }),
        (level, message) => logs.ofFunction(level, name, message),
      ),
    );
  // A broker that is gone already is no reason to stop stopping.
  return {
    finish: async () => {
      await Promise.allSettled(listeners.map((listener) => listener.finish()));
    },
    close: async () => {
      await Promise.allSettled(listeners.map((listener) => listener.close()));
    },
  };
}
