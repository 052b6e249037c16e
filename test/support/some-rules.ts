import type { CadenceSettings } from '../../shared/domain/cadence.ts';
import type { Rules } from '../../shared/domain/decide.ts';

/** Intervals that tell each other apart. */
export const someCadence: CadenceSettings = {
  activeSeconds: 60,
  waitingSeconds: 300,
  draftSeconds: 900,
  settledSeconds: 600,
  retireAfterDays: 90,
  productSeconds: 420,
};

/** Nothing is muted; a day in one state is a stall. */
export function someRules(overrides: Partial<Rules> = {}): Rules {
  return {
    cadence: someCadence,
    stallLimits: { defaultSeconds: 86_400, byState: {} },
    mutedIssueCodes: new Set(),
    source: '/submission-watch',
    ...overrides,
  };
}
