/**
 * Makes what is shown like what is wanted and touches nothing else: focus, selection, scroll positions, what is being typed
 * and which details are open all stay. Elements with a `data-key` are found again wherever they moved to.
 */
export function patchChildren(shown: Element, wanted: readonly Node[]): void {
  const focused = document.activeElement;
  const hadFocus = focused instanceof HTMLElement && shown.contains(focused);
  patch(shown, wanted);
  if (!hadFocus || focused === document.activeElement) return;
  // An element that moves loses the focus, one that is gone cannot keep it: then the keyboard goes on from the content.
  const heir = focused.isConnected
    ? focused
    : shown.querySelector<HTMLElement>(focused.tagName === 'H1' ? 'h1' : 'main');
  heir?.focus({ preventScroll: true });
}

function patch(shown: Element, wanted: readonly Node[]): void {
  const byKey = new Map([...shown.children].map((child) => [keyOf(child), child]));
  let cursor = shown.firstChild;
  for (const next of wanted) {
    const match = matchOf(next, cursor, byKey);
    if (match === undefined) {
      shown.insertBefore(next, cursor);
      continue;
    }
    if (match === cursor) cursor = cursor.nextSibling;
    else shown.insertBefore(match, cursor);
    patchNode(match, next);
  }
  while (cursor !== null) {
    const { nextSibling } = cursor;
    cursor.remove();
    cursor = nextSibling;
  }
}

function matchOf(
  next: Node,
  cursor: ChildNode | null,
  byKey: ReadonlyMap<string | undefined, Element>,
): ChildNode | undefined {
  const key = keyOf(next);
  const candidate = key === undefined ? cursor : byKey.get(key);
  if (candidate === null || candidate === undefined) return undefined;
  return candidate.nodeName === next.nodeName && keyOf(candidate) === key ? candidate : undefined;
}

function keyOf(node: Node): string | undefined {
  return node instanceof Element ? (node.getAttribute('data-key') ?? undefined) : undefined;
}

function patchNode(shown: ChildNode, wanted: Node): void {
  if (!(shown instanceof Element && wanted instanceof Element)) {
    if (shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue;
    return;
  }
  if (shown.isEqualNode(wanted)) return;
  for (const { name } of [...shown.attributes]) {
    if (!wanted.hasAttribute(name) && !isTheReaders(shown, name)) shown.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (shown.getAttribute(name) !== value) setAttribute(shown, name, value);
  }
  patch(shown, [...wanted.childNodes]);
}

/** Whether a `details` is open is up to whoever reads. */
function isTheReaders(element: Element, attribute: string): boolean {
  return attribute === 'open' && element instanceof HTMLDetailsElement;
}

function setAttribute(element: Element, name: string, value: string): void {
  element.setAttribute(name, value);
  if (name === 'value' && element instanceof HTMLInputElement && element !== document.activeElement) {
    element.value = value;
  }
}
