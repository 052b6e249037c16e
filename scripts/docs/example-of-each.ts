import { submissionExamples, watcherExamples } from './example-events.ts';
import { type PublishedEvent, type PublishedName, publishedNames, typeOf } from './published-events.ts';

/**
 * The first example of each type.
 * @throws Error for a type that no example is of.
 */
export function exampleOfEach(): Readonly<Record<PublishedName, PublishedEvent>> {
  const events = [...submissionExamples(), ...watcherExamples()];
  const entries = publishedNames.map((name) => {
    const example = events.find(({ type }) => type === typeOf(name));
    if (example === undefined) throw new Error(`No example of ${name}: let a story of example-events.ts tell of it`);
    return [name, example];
  });
  return Object.fromEntries(entries);
}
