import type { MessageProperties } from '../amqp/message-properties.ts';

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export type Property =
  | { readonly kind: 'system'; readonly name: keyof MessageProperties }
  | { readonly kind: 'application'; readonly name: string };

/** Yields a value, or nothing ("unknown") where a property is missing or null. */
export type Operand =
  | Property
  | { readonly kind: 'constant'; readonly value: string | number | boolean | undefined }
  /** `property(name)`: the application property whose name is computed. */
  | { readonly kind: 'lookup'; readonly name: Operand }
  | { readonly kind: 'negate'; readonly operand: Operand }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Operand;
      readonly right: Operand;
    };

/** Yields true, false or unknown. */
export type Predicate =
  | { readonly kind: 'and' | 'or'; readonly left: Predicate; readonly right: Predicate }
  | { readonly kind: 'not'; readonly predicate: Predicate }
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'like';
      readonly operand: Operand;
      readonly pattern: Operand;
      readonly escape: Operand | undefined;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'isNull'; readonly property: Property }
  | { readonly kind: 'exists'; readonly property: Property };
