import fc from 'fast-check';
import type { FilterSubject } from '../../local/service-bus/filters/filter-subject.ts';
import { matchesSql } from '../../local/service-bus/filters/sql-evaluator.ts';
import { isLike } from '../../local/service-bus/filters/sql-like.ts';
import { parseSqlFilter } from '../../local/service-bus/filters/sql-parser.ts';

const properties: Readonly<Record<string, unknown>> = {
  color: 'blue',
  quantity: 10,
  price: 2.5,
  urgent: true,
  empty: null,
  at: new Date(1000),
  'cloudevents:type': 'a.b',
  'odd]name': 1,
  pointer: 'color',
  path: '100%_\\',
};

const subject: FilterSubject = {
  system: {
    messageId: 'm1',
    subject: 'Order',
    correlationId: undefined,
    to: undefined,
    replyTo: undefined,
    contentType: 'application/json',
    sessionId: undefined,
    replyToSessionId: undefined,
  },
  application: (name) => properties[name.toLowerCase()],
};

const matches = (expression: string) => matchesSql(parseSqlFilter(expression), subject);

it.each([
  "color = 'blue'",
  "COLOR = 'blue'",
  "user.color = 'blue'",
  "[color] = 'blue'",
  '"color" = \'blue\'',
  "[cloudEvents:type] = 'a.b'",
  '[odd]]name] = 1',
  "sys.Label = 'Order' AND sys.subject = 'Order' AND SYS.MessageId = 'm1'",
  "color <> 'red' and color != 'green'",
  'quantity > 9 AND quantity >= 10 AND quantity < 11 AND quantity <= 10',
  'quantity = 1e1 AND price = .25e1 AND quantity = 0xA',
  'quantity + price * 2 = 15 AND (quantity + price) * 2 = 25',
  'quantity % 3 = 1 AND quantity / 4 = price AND quantity - 3 - 2 = 5',
  '-quantity = -10 AND +price = 2.5 AND - - quantity = 10',
  'urgent = TRUE',
  'NOT urgent = FALSE',
  'at > price',
  "color IN ('red', 'blue')",
  "color NOT IN ('red', 'green')",
  'empty IS NULL AND missing IS NULL AND color IS NOT NULL AND sys.To IS NULL',
  'EXISTS(color) AND NOT EXISTS(missing) AND EXISTS(empty) AND EXISTS(sys.Label)',
  "color LIKE 'b%' AND color LIKE '_lu_' AND color NOT LIKE 'b' AND color LIKE 'blue'",
  "path LIKE '100!%!_\\' ESCAPE '!'",
  "property('col' + 'or') = 'blue' OR property(pointer) = 'blue'",
  "p(pointer) = 'blue'",
  "color = 'it''s' OR color = 'blue'",
  "color = 'red' OR quantity = 10 AND urgent = TRUE",
  "missing = 1 OR color = 'blue'",
  "(((color = 'blue')))",
])('lets in: %s', (expression) => {
  expect(matches(expression)).toBe(true);
});

it.each([
  "color = 'BLUE'",
  "color = 'red' OR color = 'green'",
  "quantity = '10'",
  "quantity <> '10'",
  'color > 5',
  'quantity > 10 OR quantity < 10',
  'missing = 1',
  'NOT missing = 1',
  'missing <> 1',
  'missing + 1 > 0',
  '-missing < 0',
  '-color = 1',
  "missing LIKE '%'",
  "missing NOT LIKE '%'",
  'missing IN (1, 2)',
  'missing NOT IN (1, 2)',
  "color NOT IN ('red', missing)",
  'quantity NOT IN (10, NULL)',
  'NULL = NULL',
  "missing = 1 AND color = 'blue'",
  "(color = 'red' OR quantity = 10) AND urgent = FALSE",
  'color IS NULL',
  'EXISTS(missing)',
  "path LIKE '100!%!_' ESCAPE '!'",
  "color LIKE 'b_e'",
  'p(quantity) = 1',
])('keeps out: %s', (expression) => {
  expect(matches(expression)).toBe(false);
});

it.each([
  ['', /the end.*position 0/],
  ['color', /a comparison/],
  ['color =', /a value/],
  ["color = 'blue", /"'" is not expected at position 8/],
  ["color = 'blue' AND", /a value/],
  ["(color = 'blue'", /"\)"/],
  ["color = 'blue')", /AND, OR or the end/],
  ["(color = 'blue') + 1 = 2", /a value, not a condition/],
  ['NOT 5', /a comparison/],
  ['1 AND 2', /a comparison/],
  ['sys.Nothing = 1', /sys.Nothing/],
  ['sys.constructor = 1', /sys.constructor/],
  ['other.color = 1', /other.color/],
  ['newid() = 1', /property\(name\)/],
  ['color IN ()', /a value/],
  ['color NOT = 1', /LIKE or IN/],
  ['5 IS NULL', /a property/],
  ['EXISTS(5)', /a property/],
  ['color ? 5', /"\?" is not expected/],
  ['color = 1 = 2', /AND, OR or the end/],
])('refuses %s', (expression, message) => {
  expect(() => parseSqlFilter(expression)).toThrow(message);
});

describe('LIKE', () => {
  const alphabet = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '.', '😀'), maxLength: 8 });

  it('agrees with the regular expression that says the same', () => {
    const toRegExp = (pattern: string) =>
      [...pattern].map((part) => (part === '%' ? '.*' : part === '_' ? '.' : part.replace('.', '\\.'))).join('');
    fc.assert(
      fc.property(alphabet, alphabet, (text, pattern) => {
        expect(isLike(text, pattern, undefined)).toBe(new RegExp(`^${toRegExp(pattern)}$`, 'su').test(text));
      }),
    );
  });

  it('takes every escaped text for itself only', () => {
    fc.assert(
      fc.property(alphabet, alphabet, (text, other) => {
        const escaped = [...text].map((character) => `!${character}`).join('');
        expect(isLike(text, escaped, '!')).toBe(true);
        expect(isLike(other, escaped, '!')).toBe(other === text);
      }),
    );
  });

  it('is quick with a pattern that would take a regular expression for ever', () => {
    expect(isLike('a'.repeat(5000), `${'%a'.repeat(500)}b`, undefined)).toBe(false);
  });
});
