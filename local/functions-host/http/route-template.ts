/** A route of an HTTP function, without the prefix: `submissions/{kind}/{page:int?}`, `files/{*rest}`. */
export type RouteTemplate = {
  readonly text: string;
  /** Per segment, from the most to the least particular: literal, constrained, plain, catch-all. Compared in order. */
  readonly precedence: readonly number[];
  /** The parameters where the segments of a path fit the template. An optional one that is not there is left out. */
  match(segments: readonly string[]): Record<string, string> | undefined;
};

type Segment =
  | { kind: 'literal'; text: string }
  | { kind: 'parameter'; name: string; constraint: RegExp | undefined; isOptional: boolean }
  | { kind: 'rest'; name: string };

const constraints: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
  alpha: /^[a-z]+$/i,
  bool: /^(true|false)$/i,
  guid: /^\{?[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}\}?$/i,
};

/** @throws {RangeError} for a template that this host, or the real one, does not read. */
export function parseRouteTemplate(text: string): RouteTemplate {
  if (/^[/~]/.test(text)) {
    throw new RangeError(`the route '${text}' must not begin with / or ~`);
  }
  const segments = text === '' ? [] : text.split('/').map((segment) => parseSegment(segment, text));
  const lastRequired = segments.findLastIndex((segment) => segment.kind !== 'parameter' || !segment.isOptional);
  segments.forEach((segment, index) => {
    const isMisplaced =
      (segment.kind === 'rest' && index !== segments.length - 1) ||
      (segment.kind === 'parameter' && segment.isOptional && index < lastRequired);
    if (isMisplaced) {
      throw new RangeError(`in the route '${text}' only what is last may be optional or a catch-all`);
    }
  });
  return { text, precedence: segments.map(rank), match: (path) => matchSegments(segments, path) };
}

/** Sorts the more particular route first. */
export function compareRoutes(a: RouteTemplate, b: RouteTemplate): number {
  const index = a.precedence.findIndex((value, at) => value !== b.precedence[at]);
  return index === -1
    ? a.precedence.length - b.precedence.length
    : (a.precedence[index] ?? 0) - (b.precedence[index] ?? 0);
}

/** The decoded segments of a URL's path. An encoded slash stays encoded, so that it does not divide a segment. */
export function pathSegments(pathname: string): string[] {
  const trimmed = pathname.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/').map(decodeSegment);
}

function parseSegment(segment: string, text: string): Segment {
  const inner = /^\{([^{}]*)\}$/.exec(segment)?.[1];
  if (inner === undefined) {
    if (/[{}]/.test(segment) || segment === '') {
      throw new RangeError(`the segment '${segment}' of the route '${text}' cannot be read`);
    }
    return { kind: 'literal', text: segment.toLowerCase() };
  }
  const parts = /^(\*{0,2})(\w+)(?::(\w+))?(\?)?$/.exec(inner);
  const [, stars = '', name = '', constraintName, question] = parts ?? [];
  const constraint = constraintName === undefined ? undefined : constraints[constraintName];
  if (parts === null || (constraintName !== undefined && (constraint === undefined || stars !== ''))) {
    throw new RangeError(`the parameter '${segment}' of the route '${text}' is not one the local host reads`);
  }
  return stars === ''
    ? { kind: 'parameter', name, constraint, isOptional: question !== undefined }
    : { kind: 'rest', name };
}

function rank(segment: Segment): number {
  if (segment.kind === 'parameter') {
    return segment.constraint === undefined ? 3 : 2;
  }
  return segment.kind === 'literal' ? 1 : 5;
}

function matchSegments(segments: readonly Segment[], path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = path[index];
    if (segment.kind === 'rest') {
      parameters[segment.name] = path.slice(index).join('/');
      return parameters;
    }
    if (value === undefined && segment.kind === 'parameter' && segment.isOptional) {
      return parameters;
    }
    if (value === undefined || !fits(segment, value)) {
      return undefined;
    }
    if (segment.kind === 'parameter') {
      parameters[segment.name] = value;
    }
  }
  return path.length <= segments.length ? parameters : undefined;
}

function fits(segment: Exclude<Segment, { kind: 'rest' }>, value: string): boolean {
  return segment.kind === 'literal'
    ? segment.text === value.toLowerCase()
    : value !== '' && (segment.constraint?.test(value) ?? true);
}

function decodeSegment(segment: string): string {
  try {
    return segment
      .split(/(%2f)/i)
      .map((part) => (/^%2f$/i.test(part) ? part : decodeURIComponent(part)))
      .join('');
  } catch {
    return segment;
  }
}
