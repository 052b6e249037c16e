import { z } from 'zod';
import type { RuleSettings } from '../entity-settings.ts';
import { SqlSyntaxError } from '../filters/sql-lexer.ts';
import type { Operation } from './management-operation.ts';
import { noContent, notAllowed, ok } from './management-reply.ts';
import type { Reply } from './request-node.ts';
import { encodeRule } from './rule-encoding.ts';

const text = z.string().nullish();
const rulesRequest = z.object({ skip: z.number().nullish(), top: z.number().nullish() });
const namedRule = z.object({ 'rule-name': z.string().min(1).max(50) });
const newRule = namedRule.extend({
  'rule-description': z.object({
    'sql-filter': z.object({ expression: z.string().max(1024) }).nullish(),
    'correlation-filter': z
      .object({
        'correlation-id': text,
        'message-id': text,
        to: text,
        'reply-to': text,
        label: text,
        'session-id': text,
        'reply-to-session-id': text,
        'content-type': text,
        properties: z.record(z.string(), z.unknown()).nullish(),
      })
      .nullish(),
    'sql-rule-action': z.unknown().optional(),
  }),
});
type RuleDescription = z.output<typeof newRule>['rule-description'];

const noRules = notAllowed('Only a subscription has rules.');

const enumerateRules: Operation = (body, { rules }) => {
  const { skip, top } = rulesRequest.parse(body);
  if (!rules) return noRules;
  const first = skip ?? 0;
  const page = rules.list().slice(first, first + (top ?? Number.POSITIVE_INFINITY));
  return page.length > 0 ? ok({ rules: page.map((rule) => ({ 'rule-description': encodeRule(rule) })) }) : noContent;
};

const addRule: Operation = (body, { rules }) => {
  const { 'rule-name': name, 'rule-description': description } = newRule.parse(body);
  if (!rules) return noRules;
  if (description['sql-rule-action']) return notImplemented('Rule actions are not part of the local Service Bus.');
  const filter = toFilter(description);
  if (!filter) return notImplemented('Only SQL and correlation filters are part of the local Service Bus.');
  try {
    if (rules.add({ name, filter })) return ok();
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    return { status: 400, condition: 'com.microsoft:argument-error', description: error.message };
  }
  return { status: 409, condition: 'com.microsoft:entity-already-exists', description: `A rule "${name}" exists.` };
};

const removeRule: Operation = (body, { rules }) => {
  const { 'rule-name': name } = namedRule.parse(body);
  if (!rules) return noRules;
  if (rules.remove(name)) return ok();
  return {
    status: 404,
    condition: 'amqp:not-found',
    description: `The messaging entity '${name}' could not be found.`,
  };
};

function toFilter(description: RuleDescription): RuleSettings['filter'] | undefined {
  const sql = description['sql-filter'];
  if (sql) return { kind: 'sql', expression: sql.expression };
  const correlation = description['correlation-filter'];
  if (!correlation) return undefined;
  const system = {
    correlationId: correlation['correlation-id'],
    messageId: correlation['message-id'],
    to: correlation.to,
    replyTo: correlation['reply-to'],
    subject: correlation.label,
    sessionId: correlation['session-id'],
    replyToSessionId: correlation['reply-to-session-id'],
    contentType: correlation['content-type'],
  };
  const given = Object.entries(system).filter(([, value]) => (value ?? undefined) !== undefined);
  const properties = correlation.properties ?? {};
  return { kind: 'correlation', conditions: { system: Object.fromEntries(given), properties } };
}

function notImplemented(description: string): Reply {
  return { status: 501, condition: 'amqp:not-implemented', description };
}

export const ruleOperations: Readonly<Record<string, Operation>> = {
  'enumerate-rules': enumerateRules,
  'add-rule': addRule,
  'remove-rule': removeRule,
};
