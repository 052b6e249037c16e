import type { Bench } from './figure.ts';

/** The parts by their names, each loaded when it is run. A new one is a file here that exports a `Bench`. */
export const benches: Readonly<Record<string, Bench>> = {
  'cold-start': async (options) => (await import('./cold-start.ts')).coldStart(options),
  bundle: async () => (await import('./bundle.ts')).bundle(),
  delay: async () => (await import('./delay.ts')).delay(),
  storage: async () => (await import('./storage.ts')).storage(),
  latency: async () => (await import('./latency.ts')).latency(),
  'fan-out': async () => (await import('./fan-out.ts')).fanOut(),
  pass: async () => (await import('./pass.ts')).pass(),
  changes: async () => (await import('./changes.ts')).changes(),
  api: async () => (await import('./api.ts')).api(),
  notifier: async () => (await import('./notifier.ts')).notifier(),
  cost: async () => (await import('./cost.ts')).cost(),
  memory: async () => (await import('./memory.ts')).memory(),
};
