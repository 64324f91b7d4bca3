// A part of the page is not renewed while somebody is using it: while a dialog in it is open, it holds unsaved edits,
// or text in it is selected. It is renewed as soon as that is over.
import htmx from 'htmx.org';
import { hasEdits } from './edits.js';

// Filters that are not yet applied, too.
const FORMS = 'form:not([data-test])';

// Elements whose renewal waits, with the parts that are in use.
const waiting = new Map();
// The element whose answer is being swapped; parts that come with it are told of without it.
let renewing;

function isSelectedIn(part) {
  const selection = getSelection();
  return !selection.isCollapsed && (part.contains(selection.anchorNode) || part.contains(selection.focusNode));
}

const isInUse = (part) => part.isConnected && (part.querySelector('dialog[open]') || hasEdits(part, FORMS) || isSelectedIn(part));

function wait(part) {
  if (!waiting.has(renewing)) waiting.set(renewing, new Set());
  waiting.get(renewing).add(part);
}

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  renewing = detail.requestConfig.elt;
  if (!detail.shouldSwap || !renewing.hasAttribute('hx-get') || !isInUse(detail.target)) return;
  detail.shouldSwap = false;
  wait(detail.target);
});
document.addEventListener('htmx:oobBeforeSwap', ({ detail }) => {
  if (!renewing || !isInUse(detail.target)) return;
  detail.shouldSwap = false;
  wait(detail.target);
});

function renew() {
  for (const [element, parts] of waiting) {
    if ([...parts].some(isInUse)) continue;
    waiting.delete(element);
    if (element.isConnected) htmx.ajax('GET', element.getAttribute('hx-get'), { source: element });
  }
}

const soon = () => waiting.size && setTimeout(renew);
for (const event of ['selectionchange', 'close', 'reset', 'input', 'api-done']) document.addEventListener(event, soon, { capture: true });
