import type { Issue, Observation } from '../../shared/domain/snapshot.ts';

/** One read of a Store submission in certification; nothing but the state is stated. */
export function anObservation(overrides: Partial<Observation> = {}): Observation {
  return { state: 'Certification', ...overrides };
}

export function anError(details = 'The icon is missing.', code = 'MissingFiles'): Issue {
  return { severity: 'error', code, details };
}

export function aWarning(details = 'The package asks for a capability.', code = 'PackageValidationWarning'): Issue {
  return { severity: 'warning', code, details };
}
