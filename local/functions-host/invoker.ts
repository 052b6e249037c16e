import { randomBytes, randomUUID } from 'node:crypto';
import type { LoadedApp } from './app-loader.ts';
import type { CoreInvocationContext, Handler, RegisteredFunction, RetryContext } from './core-module.ts';
import type { FunctionLogs } from './function-logs.ts';
import { describeError } from './log.ts';
import type { HttpResponseData, TypedData } from './rpc-data.ts';
import { triggerBinding } from './trigger-binding.ts';

type Invocation = {
  /** Why it runs, for the log. */
  reason: string;
  data: TypedData;
  triggerMetadata?: Record<string, TypedData>;
  retryContext?: RetryContext;
};

export type Invoker = {
  /** Runs the function once. Rejects with whatever made it fail, after logging that. */
  invoke(registered: RegisteredFunction, invocation: Invocation): Promise<HttpResponseData | undefined>;
  /** Resolves as soon as nothing runs. */
  idle(): Promise<void>;
};

/** Runs invocations through the library's own model, so that conversions, casing and warnings are the library's. */
export function createInvoker(app: LoadedApp, logs: FunctionLogs): Invoker {
  const running = new Set<Promise<unknown>>();

  const invoke: Invoker['invoke'] = async (registered, invocation) => {
    const { name } = registered.metadata;
    const core = createContext(registered, invocation, logs);
    const startedAt = performance.now();
    const summary = (): string => `(id ${core.invocationId}, ${Math.round(performance.now() - startedAt)} ms)`;
    logs.ofFunction('information', name, `Executing (${invocation.reason}, id ${core.invocationId})`);
    try {
      const response = await runInvocation(app, core, registered.handler);
      logs.ofFunction('information', name, `Succeeded ${summary()}`);
      return response;
    } catch (error) {
      logs.ofFunction('error', name, `Failed ${summary()}: ${describeError(error)}`);
      throw error;
    }
  };

  return {
    invoke: (registered, invocation) => {
      const run = invoke(registered, invocation);
      const settled: Promise<unknown> = run.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return run;
    },
    idle: async () => {
      while (running.size > 0) {
        await Promise.all(running);
        // Whoever waited for that invocation may start the next one right away.
        await new Promise(setImmediate);
      }
    },
  };
}

/** With the context the handler is given, which exists only once the library has made it. */
type OngoingInvocation = CoreInvocationContext & { functionContext: object | undefined };

async function runInvocation(
  app: LoadedApp,
  core: OngoingInvocation,
  handler: Handler,
): Promise<HttpResponseData | undefined> {
  const model = app.registry.model?.getInvocationModel(core);
  if (model === undefined) {
    throw new TypeError('the app has set no programming model');
  }
  const { context, inputs } = await model.getArguments();
  core.functionContext = context;
  const hookData = {};
  // The hooks change what they are given; the invocation goes on with what they leave.
  const before = { hookData, invocationContext: context, functionCallback: handler, inputs };
  core.state = 'preInvocationHooks';
  await app.runHooks('preInvocation', before);

  const after = {
    hookData,
    invocationContext: context,
    inputs: before.inputs,
    result: null as unknown,
    error: null as unknown,
  };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  core.state = 'postInvocationHooks';
  await app.runHooks('postInvocation', after);

  // As in the worker: `throw undefined` and `throw null` are no failures.
  if (after.error !== undefined && after.error !== null) {
    throw after.error;
  }
  // Serialising the return value is part of the invocation: a BigInt or a cycle makes it fail.
  const response = await model.getResponse(context, after.result);
  return response.returnValue?.http;
}

function createContext(
  { metadata }: RegisteredFunction,
  { data, triggerMetadata, retryContext }: Invocation,
  logs: FunctionLogs,
): OngoingInvocation {
  const traceParent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  const ongoing: OngoingInvocation = {
    invocationId: randomUUID(),
    metadata,
    state: undefined,
    functionContext: undefined,
    log: (level, category, message) => {
      const context = ongoing.functionContext;
      const entry = { level, category, message, ...(context === undefined ? {} : { invocationContext: context }) };
      logs.fromApp(entry, metadata.name);
    },
    request: {
      inputData: [{ name: triggerBinding(metadata).name, data }],
      triggerMetadata: triggerMetadata ?? {},
      traceContext: { traceParent, traceState: '' },
      ...(retryContext === undefined ? {} : { retryContext }),
    },
  };
  return ongoing;
}
