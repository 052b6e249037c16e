/** Gives the reader a file. A link with the key in it would leave the key in the list of downloads. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
