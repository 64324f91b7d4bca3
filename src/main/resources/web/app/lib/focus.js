// Keeps focus, scroll positions and open details when parts of a page are replaced.
// An element is identified by its id, or by its attributes, and by its part of the page.

const MARKS = ['href', 'data-api', 'data-body', 'data-opens', 'name', 'aria-label', 'class'];
const SCROLLED = '.scroll, .board';

let focused;
let scrolled = [];
let opened = [];

const keyOf = (element) => element.id || [element.tagName, ...MARKS.map((mark) => element.getAttribute(mark))].join('\n');

function alike(part, key) {
  const place = document.getElementById(part);
  return place ? [...place.querySelectorAll('*')].filter((each) => keyOf(each) === key) : [];
}

function placeOf(element) {
  const part = element.parentElement?.closest('[id]')?.id;
  if (!part) return undefined;
  const key = keyOf(element);
  return { element, part, key, index: alike(part, key).indexOf(element) };
}

function foundAgain({ element, part, key, index }) {
  return element.isConnected ? undefined : alike(part, key)[index];
}

function remember() {
  const active = document.activeElement;
  if (active && active !== document.body) focused = placeOf(active);
  scrolled = [...document.querySelectorAll(SCROLLED)]
    .filter((area) => area.scrollLeft || area.scrollTop)
    .map((area) => ({ ...placeOf(area), left: area.scrollLeft, top: area.scrollTop }))
    .filter(({ part }) => part);
  opened = [...document.querySelectorAll('details[open]')].map(placeOf).filter(Boolean);
}

function restore() {
  if (focused && document.activeElement === document.body) {
    const found = foundAgain(focused);
    // A button that is disabled now gives the focus to one beside it.
    (found?.disabled ? found.parentElement.querySelector('button:enabled') : found)?.focus({ preventScroll: true });
  }
  for (const place of scrolled) foundAgain(place)?.scrollTo(place.left, place.top);
}

document.addEventListener('htmx:beforeSwap', remember);
document.addEventListener('htmx:afterSettle', () => {
  opened.map(foundAgain).filter(Boolean).forEach((details) => { details.open = true; });
  restore();
  // Components render asynchronously.
  requestAnimationFrame(restore);
});
// Focus that the user moved elsewhere is not restored.
document.addEventListener('pointerdown', () => { focused = undefined; }, { capture: true });
document.addEventListener('keydown', () => { focused = undefined; }, { capture: true });
