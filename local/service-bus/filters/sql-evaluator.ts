import type { FilterSubject } from './filter-subject.ts';
import type { ArithmeticOperator, ComparisonOperator, Operand, Predicate, Property } from './sql-expression.ts';
import { isLike } from './sql-like.ts';

/** Undefined is "unknown": a missing or null property, or an operation on values it does not apply to. */
type Value = string | number | boolean | undefined;
type Truth = boolean | undefined;

/** A message is let in when the filter is true: unknown is not enough. */
export function matchesSql(filter: Predicate, subject: FilterSubject): boolean {
  return evaluate(filter, subject) === true;
}

function evaluate(predicate: Predicate, subject: FilterSubject): Truth {
  switch (predicate.kind) {
    case 'and':
      return both(evaluate(predicate.left, subject), evaluate(predicate.right, subject));
    case 'or':
      return not(both(not(evaluate(predicate.left, subject)), not(evaluate(predicate.right, subject))));
    case 'not':
      return not(evaluate(predicate.predicate, subject));
    case 'compare':
      return compare(predicate.operator, operandValue(predicate.left, subject), operandValue(predicate.right, subject));
    case 'like':
      return like(predicate, subject);
    case 'in': {
      const value = operandValue(predicate.operand, subject);
      return predicate.list.reduce<Truth>(
        (found, item) => not(both(not(found), not(compare('=', value, operandValue(item, subject))))),
        false,
      );
    }
    case 'isNull':
      return (read(predicate.property, subject) ?? null) === null;
    case 'exists':
      return read(predicate.property, subject) !== undefined;
  }
}

function both(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false;
  return left === undefined || right === undefined ? undefined : true;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function like(predicate: Extract<Predicate, { kind: 'like' }>, subject: FilterSubject): Truth {
  const text = operandValue(predicate.operand, subject);
  const pattern = operandValue(predicate.pattern, subject);
  const escapeWith = predicate.escape && operandValue(predicate.escape, subject);
  if (typeof text !== 'string' || typeof pattern !== 'string') return undefined;
  return isLike(text, pattern, typeof escapeWith === 'string' ? escapeWith : undefined);
}

function compare(operator: ComparisonOperator, left: Value, right: Value): Truth {
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined;
  switch (operator) {
    case '=':
      return left === right;
    case '<>':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function operandValue(operand: Operand, subject: FilterSubject): Value {
  switch (operand.kind) {
    case 'constant':
      return operand.value;
    case 'system':
    case 'application':
      return asValue(read(operand, subject));
    case 'lookup': {
      const name = operandValue(operand.name, subject);
      return typeof name === 'string' ? asValue(subject.application(name)) : undefined;
    }
    case 'negate': {
      const value = operandValue(operand.operand, subject);
      return typeof value === 'number' ? -value : undefined;
    }
    case 'arithmetic': {
      const [left, right] = [operandValue(operand.left, subject), operandValue(operand.right, subject)];
      if (typeof left !== 'number' || typeof right !== 'number') return undefined;
      return calculate(operand.operator, left, right);
    }
  }
}

function calculate(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

function read(property: Property, subject: FilterSubject): unknown {
  return property.kind === 'system' ? subject.system[property.name] : subject.application(property.name);
}

function asValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Date ? value.getTime() : undefined;
}
