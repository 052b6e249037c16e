import type { MessageProperties } from '../amqp/message-properties.ts';
import type { ArithmeticOperator, ComparisonOperator, Operand, Predicate, Property } from './sql-expression.ts';
import { SqlSyntaxError, type Token, tokenize } from './sql-lexer.ts';

type Node = Operand | Predicate;

const predicateKinds = new Set(['and', 'or', 'not', 'compare', 'like', 'in', 'isNull', 'exists']);
const comparisons = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

const systemNames = new Map<string, keyof MessageProperties>(
  Object.entries({
    messageid: 'messageId',
    correlationid: 'correlationId',
    to: 'to',
    replyto: 'replyTo',
    label: 'subject',
    subject: 'subject',
    sessionid: 'sessionId',
    replytosessionid: 'replyToSessionId',
    contenttype: 'contentType',
  } as const),
);

/**
 * Parses a subscription rule's SQL filter
 * (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-filter).
 * @throws SqlSyntaxError
 */
export function parseSqlFilter(source: string): Predicate {
  const tokens = tokenize(source);
  let index = 0;

  const current = (): Token => tokens[index] ?? { kind: 'end', position: source.length };

  function fail(expected: string): never {
    const token = current();
    const found = token.kind === 'end' ? 'the end' : `"${token.kind === 'constant' ? token.value : token.text}"`;
    throw new SqlSyntaxError(`expected ${expected}, found ${found}`, token.position);
  }

  function accept(...texts: string[]): string | undefined {
    const token = current();
    if (token.kind !== 'keyword' && token.kind !== 'operator') return undefined;
    if (!texts.includes(token.text)) return undefined;
    index++;
    return token.text;
  }

  function expect(text: string): void {
    if (!accept(text)) fail(`"${text}"`);
  }

  function predicate(node: Node): Predicate {
    return isPredicate(node) ? node : fail('a comparison');
  }

  function operand(node: Node): Operand {
    return isPredicate(node) ? fail('a value, not a condition') : node;
  }

  function parseOr(): Node {
    let left = parseAnd();
    while (accept('OR')) left = { kind: 'or', left: predicate(left), right: predicate(parseAnd()) };
    return left;
  }

  function parseAnd(): Node {
    let left = parseNot();
    while (accept('AND')) left = { kind: 'and', left: predicate(left), right: predicate(parseNot()) };
    return left;
  }

  function parseNot(): Node {
    return accept('NOT') ? { kind: 'not', predicate: predicate(parseNot()) } : parseCondition();
  }

  function parseCondition(): Node {
    const left = parseSum();
    const operator = accept(...comparisons);
    if (operator) {
      const comparison = (operator === '!=' ? '<>' : operator) as ComparisonOperator;
      return { kind: 'compare', operator: comparison, left: operand(left), right: operand(parseSum()) };
    }
    if (accept('IS')) {
      const negated = accept('NOT');
      expect('NULL');
      return negate(negated, { kind: 'isNull', property: asProperty(left) });
    }
    const negated = accept('NOT');
    if (accept('LIKE')) return negate(negated, parseLike(operand(left)));
    if (accept('IN')) return negate(negated, { kind: 'in', operand: operand(left), list: parseList() });
    return negated ? fail('LIKE or IN') : left;
  }

  function parseLike(left: Operand): Predicate {
    const pattern = operand(parseSum());
    return { kind: 'like', operand: left, pattern, escape: accept('ESCAPE') ? operand(parseSum()) : undefined };
  }

  function parseList(): Operand[] {
    expect('(');
    const list = [operand(parseSum())];
    while (accept(',')) list.push(operand(parseSum()));
    expect(')');
    return list;
  }

  function parseSum(): Node {
    let left = parseProduct();
    for (let operator = accept('+', '-'); operator; operator = accept('+', '-')) {
      left = arithmetic(operator, operand(left), operand(parseProduct()));
    }
    return left;
  }

  function parseProduct(): Node {
    let left = parseUnary();
    for (let operator = accept('*', '/', '%'); operator; operator = accept('*', '/', '%')) {
      left = arithmetic(operator, operand(left), operand(parseUnary()));
    }
    return left;
  }

  function parseUnary(): Node {
    if (accept('-')) return { kind: 'negate', operand: operand(parseUnary()) };
    return accept('+') ? operand(parseUnary()) : parsePrimary();
  }

  function parsePrimary(): Node {
    if (accept('(')) {
      const inner = parseOr();
      expect(')');
      return inner;
    }
    if (accept('EXISTS')) {
      expect('(');
      const property = parseProperty();
      expect(')');
      return { kind: 'exists', property };
    }
    const keyword = accept('TRUE', 'FALSE', 'NULL');
    if (keyword) return { kind: 'constant', value: keyword === 'NULL' ? undefined : keyword === 'TRUE' };
    const token = current();
    if (token.kind !== 'constant') return parseNamed();
    index++;
    return { kind: 'constant', value: token.value };
  }

  function parseName(): string {
    const token = current();
    if (token.kind !== 'name') return fail('a value or a property');
    index++;
    return token.text;
  }

  function parseProperty(): Property {
    const first = parseName();
    if (!accept('.')) return { kind: 'application', name: first };
    const scope = first.toLowerCase();
    const name = parseName();
    if (scope === 'user') return { kind: 'application', name };
    const system = systemNames.get(name.toLowerCase());
    return scope === 'sys' && system ? { kind: 'system', name: system } : fail(`a property after "${first}.${name}"`);
  }

  function parseNamed(): Operand {
    const property = parseProperty();
    if (property.kind !== 'application' || !accept('(')) return property;
    if (!['property', 'p'].includes(property.name.toLowerCase())) fail('a function Service Bus has: property(name)');
    const name = operand(parseSum());
    expect(')');
    return { kind: 'lookup', name };
  }

  function asProperty(node: Node): Property {
    return node.kind === 'system' || node.kind === 'application' ? node : fail('a property before IS');
  }

  const result = predicate(parseOr());
  return current().kind === 'end' ? result : fail('AND, OR or the end');
}

function isPredicate(node: Node): node is Predicate {
  return predicateKinds.has(node.kind);
}

function negate(negated: string | undefined, predicate: Predicate): Predicate {
  return negated ? { kind: 'not', predicate } : predicate;
}

function arithmetic(operator: string, left: Operand, right: Operand): Operand {
  return { kind: 'arithmetic', operator: operator as ArithmeticOperator, left, right };
}
