import type { Delivery } from 'rhea';
import type { ApplicationProperties, Settlement } from '../messaging/brokered-message.ts';
import { type Typed, typedEntries, types } from './amqp-types.ts';

const DEAD_LETTER = 'com.microsoft:dead-letter';

/** What a receiver's disposition asks for. Properties keep the AMQP types in which they came. */
export function readSettlement(outcome: string, delivery: Delivery): Settlement {
  const fields: readonly (Typed | undefined)[] = delivery.remote_state?.['value'] ?? [];
  switch (outcome) {
    case 'accepted':
      return { kind: 'complete' };
    case 'rejected':
      return { kind: 'deadLetter', properties: deadLetterProperties(fields[0]) };
    case 'modified': {
      const [, undeliverableHere, annotations] = fields;
      return { kind: undeliverableHere?.value ? 'defer' : 'abandon', properties: present(typedEntries(annotations)) };
    }
    default:
      return { kind: 'abandon', properties: {} };
  }
}

/** The SDKs put reason, description and further properties into the error's info map; others only have an error. */
function deadLetterProperties(error: Typed | undefined): ApplicationProperties {
  const [condition, description, info]: readonly (Typed | undefined)[] = error?.value ?? [];
  const properties = present(typedEntries(info));
  if (!condition?.value || condition.value === DEAD_LETTER) return properties;
  return {
    DeadLetterReason: types.wrap_string(String(condition.value)),
    DeadLetterErrorDescription: types.wrap_string(String(description?.value ?? '')),
    ...properties,
  };
}

function present(properties: ApplicationProperties): ApplicationProperties {
  return Object.fromEntries(Object.entries(properties).filter(([, { value }]) => value !== null));
}
