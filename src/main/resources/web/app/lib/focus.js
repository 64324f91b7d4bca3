// Parts of a page renew themselves while somebody is in them: the focus and what was scrolled stay where they were.
// An element is known again by what it does and by the part that it stands in.

const MARKS = ['id', 'href', 'data-api', 'data-body', 'data-opens', 'name', 'aria-label', 'class'];
const SCROLLED = '.scroll, .board';

let focused;
let scrolled = [];

const keyOf = (element) => [element.tagName, ...MARKS.map((mark) => element.getAttribute(mark))].join('\n');

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
}

function restore() {
  if (focused && document.activeElement === document.body) foundAgain(focused)?.focus({ preventScroll: true });
  for (const place of scrolled) foundAgain(place)?.scrollTo(place.left, place.top);
}

document.addEventListener('htmx:beforeSwap', remember);
document.addEventListener('htmx:afterSettle', () => {
  restore();
  // Components draw themselves a little later.
  requestAnimationFrame(restore);
});
// Whoever leaves a part by themselves is not called back.
document.addEventListener('pointerdown', () => { focused = undefined; }, { capture: true });
document.addEventListener('keydown', () => { focused = undefined; }, { capture: true });
