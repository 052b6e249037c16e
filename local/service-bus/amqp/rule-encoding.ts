import type { CorrelationField, RuleFilter, RuleSettings } from '../entity-settings.ts';
import { type Typed, types } from './amqp-types.ts';

// Descriptors of the described lists in which rules travel.
const RULE = 0x0000_0137_0000_0004;
const EMPTY_ACTION = 0x0000_0137_0000_0005;
const SQL_FILTER = 0x0000_0013_7000_0006;
const TRUE_FILTER = 0x0000_0013_7000_0007;
const CORRELATION_FILTER = 0x0000_0013_7000_0009;

const SQL_COMPATIBILITY_LEVEL = 20;

const correlationOrder: readonly CorrelationField[] = [
  'correlationId',
  'messageId',
  'to',
  'replyTo',
  'subject',
  'sessionId',
  'replyToSessionId',
  'contentType',
];

/** A rule as `enumerate-rules` answers it. */
export function encodeRule({ name, filter }: RuleSettings): Typed {
  return describe(RULE, [encodeFilter(filter), describe(EMPTY_ACTION, []), name]);
}

function encodeFilter(filter: RuleFilter): Typed {
  if (filter.kind === 'correlation') {
    const { system, properties } = filter.conditions;
    return describe(CORRELATION_FILTER, [...correlationOrder.map((field) => system[field]), properties]);
  }
  if (filter.expression === '1=1') return describe(TRUE_FILTER, []);
  return describe(SQL_FILTER, [filter.expression, types.wrap_int(SQL_COMPATIBILITY_LEVEL)]);
}

function describe(code: number, fields: readonly unknown[]): Typed {
  return types.described(types.wrap_ulong(code), types.wrap_list(fields));
}
