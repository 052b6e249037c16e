import Module from 'node:module';
import type { HttpResponseData, TypedData } from './rpc-data.ts';

/** One binding of a function as the library registers it: `type`, `direction` and the options of the trigger. */
export type Binding = { type: string; direction: 'in' | 'out' } & Record<string, unknown>;

/** What the library registers for one function. The trigger is the binding whose type ends in `Trigger`. */
export type FunctionMetadata = {
  name: string;
  bindings: Record<string, Binding>;
  retryOptions?: Record<string, unknown>;
};

export type Handler = (...args: unknown[]) => unknown;
export type RegisteredFunction = { metadata: FunctionMetadata; handler: Handler };

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof hookNames)[number];
type Hook = (context: object) => unknown;

/** The context the library's invocation model works on. */
export type CoreInvocationContext = {
  invocationId: string;
  metadata: FunctionMetadata;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: string, category: string, message: string): void;
  request: {
    inputData: { name: string; data: TypedData }[];
    triggerMetadata: Record<string, TypedData>;
    traceContext: { traceParent: string; traceState: string };
    retryContext?: RetryContext;
  };
};

export type RetryContext = {
  retryCount: number;
  maxRetryCount: number;
  exception?: { message: string; source: string; stackTrace: string };
};

type InvocationModel = {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], handler: Handler): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<{ returnValue?: { http?: HttpResponseData } | null }>;
};

type ProgrammingModel = {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
};

/** What an app has registered through its copy, or copies, of the library. */
export type AppRegistry = {
  functions: Map<string, RegisteredFunction>;
  hooks: Map<HookName, Set<Hook>>;
  model?: ProgrammingModel;
  /** After this nothing can be registered any more, as in the real worker. */
  isLocked: boolean;
};

type WriteLog = (level: string, category: string, message: string) => void;

const moduleName = '@azure/functions-core';

/**
 * Makes `@azure/functions-core` available to every later `require` of this process. That module is on no registry: the
 * Node worker supplies it in this same way, and the library runs in its test mode, registering nothing, without it.
 * It must be called before the app is imported. Returns what undoes it.
 */
export function provideCoreModule(registry: AppRegistry, log: WriteLog): () => void {
  const core = createCoreModule(registry, log);
  const original = Module.prototype.require;
  Module.prototype.require = function require(this: Module, id: string) {
    return id === moduleName ? core : original.call(this, id);
  };
  return () => {
    Module.prototype.require = original;
  };
}

/** A registry in which nothing is registered yet. */
export function createAppRegistry(): AppRegistry {
  return { functions: new Map(), hooks: new Map(hookNames.map((name) => [name, new Set()])), isLocked: false };
}

function createCoreModule(registry: AppRegistry, log: WriteLog): object {
  return {
    // The versions of the host and the worker whose behaviour is followed.
    version: '3.12.0',
    hostVersion: '4.1036.0',
    log,
    setProgrammingModel: (model: ProgrammingModel) => {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,
    registerFunction: (metadata: FunctionMetadata, handler: Handler) => {
      if (registry.isLocked) {
        throw new Error('A function can only be registered during app startup.');
      }
      if (registry.functions.has(metadata.name)) {
        throw new Error(`A function with name "${metadata.name}" has already been registered.`);
      }
      registry.functions.set(metadata.name, { metadata, handler });
      return { dispose: () => registry.functions.delete(metadata.name) };
    },
    registerHook: (name: HookName, hook: Hook) => {
      const hooks = registry.hooks.get(name);
      if (hooks === undefined) {
        throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
      }
      hooks.add(hook);
      return { dispose: () => hooks.delete(hook) };
    },
  };
}
