import type { Binding, FunctionMetadata } from './core-module.ts';

/**
 * The binding that triggers the function, and the name the library gave it.
 * @throws where there is none, which the library does not let happen.
 */
export function triggerBinding({ name, bindings }: FunctionMetadata): { name: string; options: Binding } {
  const found = Object.entries(bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  if (found === undefined) {
    throw new TypeError(`the function ${name} has no trigger`);
  }
  return { name: found[0], options: found[1] };
}
