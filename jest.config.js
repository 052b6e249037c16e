// CJS mode: Jest's ESM mode cannot load @azure/service-bus, and these packages are ESM only (docs/design.md, "Tests").
const esmOnly = 'ky|agent-base|https?-proxy-agent|proxy-agent-negotiate';

const common = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
};

const project = (name, ...folders) => ({
  ...common,
  displayName: name,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
});

export default {
  projects: [
    project('unit', 'architecture', 'config', 'contract', 'domain', 'use-cases', 'functions', 'infra', 'webhooks'),
    project('integration', 'adapters', 'local', 'simulation'),
    project('e2e', 'end-to-end', 'smoke', 'faults', 'two-hosts'),
    project('browser', 'browser'),
  ],
  // The rules that everything rests on; with --coverage the run fails below this.
  collectCoverageFrom: ['shared/domain/**/*.ts'],
  coverageReporters: ['text'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  // A machine that is busy with others is slow and not wrong: only what never comes is.
  testTimeout: 180_000,
  maxWorkers: 2,
  // A worker keeps what its suites have loaded. With a gigabyte of it its process takes longer to end than Jest waits, which
  // then calls that a leak.
  workerIdleMemoryLimit: '500MB',
};
