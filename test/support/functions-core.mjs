// Plain Node, no transformer: what the Functions worker gives to `@azure/functions`, as little of it as registration needs.
import Module from 'node:module';

/** Stands in for the module `@azure/functions-core` in this process. @param registered is called with each function's metadata. */
export function standInForCore(registered) {
  const core = {
    version: '1.0.0',
    hostVersion: '4.0.0',
    registerFunction(metadata) {
      registered(metadata);
      return { dispose() {} };
    },
    registerHook: () => ({ dispose() {} }),
    setProgrammingModel() {},
    getProgrammingModel: () => ({}),
    log() {},
  };
  const load = Module._load;
  Module._load = (request, ...rest) => (request === '@azure/functions-core' ? core : load(request, ...rest));
}
