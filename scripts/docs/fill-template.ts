/**
 * Puts a text in the place of each `{{name}}`.
 * @throws Error for a name that is in the template alone, or in `parts` alone.
 */
export function fillTemplate(template: string, parts: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(parts));
  const text = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`The template asks for ${name}, which there is not`);
    unused.delete(name);
    return part;
  });
  if (unused.size > 0) throw new Error(`The template does not ask for ${[...unused].join(', ')}`);
  return text;
}
