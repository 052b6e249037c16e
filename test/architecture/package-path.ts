/**
 * Where Node would find a package that another one asks for: an entry of the lockfile.
 * @param owner entry of the one that asks; empty for the project itself.
 */
export function packagePath(
  name: string,
  owner: string,
  packages: Readonly<Record<string, unknown>>,
): string | undefined {
  for (let folder = owner; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}
