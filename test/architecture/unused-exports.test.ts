import { sourceFile, sourceFiles } from './source-file.ts';
import { unusedExports } from './unused-exports.ts';

it('nothing is exported that no other file imports', () => {
  expect(unusedExports(sourceFiles(process.cwd(), ['functions', 'shared', 'local', 'scripts', 'test']))).toEqual([]);
});

it('sees what is imported by name, by another name, as a type, again exported, and with all of its module', () => {
  const files = [
    sourceFile(
      'shared/a.ts',
      'export const used = 1;\nexport function renamed() {}\nexport interface Shape {}\nexport type Passed = 1;\nexport async function idle() {}\n',
    ),
    sourceFile('shared/b.ts', 'export const one = 1;\n'),
    sourceFile(
      'shared/c.ts',
      "import { type Shape, used, renamed as other } from './a.ts';\nexport type { Passed } from './a.ts';\nconst { one } = await import('./b.ts');\n",
    ),
  ];
  expect(unusedExports(files)).toEqual(['shared/a.ts: idle']);
  expect(unusedExports(files.slice(0, 2))).toHaveLength(6);
});
