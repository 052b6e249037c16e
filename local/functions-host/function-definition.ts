import { type AppSettings, isFunctionDisabled } from './app-settings.ts';
import type { RegisteredFunction } from './core-module.ts';
import { HostError } from './host-error.ts';
import type { HttpTrigger } from './http/http-trigger.ts';
import { readHttpTrigger } from './http/http-trigger.ts';
import { readServiceBusTrigger, type ServiceBusTrigger } from './service-bus/service-bus-trigger.ts';
import { readTimerTrigger, type TimerTrigger } from './timers/timer-trigger.ts';
import { triggerBinding } from './trigger-binding.ts';

type Trigger = HttpTrigger | TimerTrigger | ServiceBusTrigger;

/** A function the host can run: what was registered, and what fires it. */
export type FunctionDefinition<T extends Trigger = Trigger> = {
  name: string;
  registered: RegisteredFunction;
  trigger: T;
  isDisabled: boolean;
};

/** Why a function is not run, while the rest of the app is. */
export type FunctionError = { name: string; message: string };

/** Reads all that was registered. A function the host would drop is dropped, with the reason. */
export function readFunctionDefinitions(
  functions: Iterable<RegisteredFunction>,
  settings: AppSettings,
): { definitions: FunctionDefinition[]; errors: FunctionError[] } {
  const definitions: FunctionDefinition[] = [];
  const errors: FunctionError[] = [];
  for (const registered of functions) {
    const { name } = registered.metadata;
    try {
      checkName(name);
      const isDisabled = isFunctionDisabled(settings, name);
      const trigger = readTrigger(registered, settings);
      checkRoute(trigger, definitions);
      definitions.push({ name, registered, trigger, isDisabled });
    } catch (error) {
      errors.push({ name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { definitions, errors };
}

/** Narrows to the definitions whose trigger has that type. */
export function definitionsOf<K extends Trigger['type']>(
  definitions: readonly FunctionDefinition[],
  type: K,
): FunctionDefinition<Extract<Trigger, { type: K }>>[] {
  return definitions.filter(
    (definition): definition is FunctionDefinition<Extract<Trigger, { type: K }>> => definition.trigger.type === type,
  );
}

function readTrigger({ metadata }: RegisteredFunction, settings: AppSettings): Trigger {
  const { options } = triggerBinding(metadata);
  switch (options.type.toLowerCase()) {
    case 'httptrigger':
      return readHttpTrigger(metadata.name, options);
    case 'timertrigger':
      return readTimerTrigger(options, metadata.retryOptions, settings);
    case 'servicebustrigger':
      return readServiceBusTrigger(options, settings);
    default:
      throw new HostError(`the local host does not run functions of type ${options.type}`);
  }
}

function checkName(name: string): void {
  if (!/^[a-z][\w-]{0,127}$/i.test(name) || name.toLowerCase() === 'host') {
    throw new HostError('its name is not allowed: a letter, then up to 127 letters, digits, _ or -; not host');
  }
}

function checkRoute(trigger: Trigger, others: readonly FunctionDefinition[]): void {
  if (trigger.type !== 'http') {
    return;
  }
  const rival = definitionsOf(others, 'http').find(
    (other) =>
      other.trigger.route.text.toLowerCase() === trigger.route.text.toLowerCase() &&
      (trigger.methods.length === 0 ||
        other.trigger.methods.length === 0 ||
        other.trigger.methods.some((method) => trigger.methods.includes(method))),
  );
  if (rival !== undefined) {
    throw new HostError(`its route conflicts with the route of the function '${rival.name}'`);
  }
}
