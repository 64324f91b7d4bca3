// htmx updates parts of a page from the same page: hx-get, hx-select, hx-select-oob.
import htmx from 'htmx.org';
import { hasEdits } from './edits.js';

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.timeout = 10_000;
htmx.config.historyCacheSize = 0;
// Replaced elements are initialized before the next frame, to avoid flicker.
htmx.config.defaultSettleDelay = 0;
// Not style, which the content security policy forbids: a textarea that was resized has one.
htmx.config.attributesToSettle = ['class'];

/** Calls the function with each matching element, now and after each htmx update. */
export function whenever(selector, function_) {
  htmx.onLoad((root) => {
    if (root.matches?.(selector)) function_(root);
    root.querySelectorAll?.(selector).forEach(function_);
  });
}

/** Triggers the update of all parts that listen to this event. */
export function announce(event, detail = {}) {
  htmx.trigger(document.body, event, detail);
}

// After the session has expired, the whole page goes to sign-in, not only a part; with unsaved input it stays, and
// submitting reports the expired session.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (new URL(detail.xhr.responseURL || location.href).pathname === '/console/sign-in') {
    detail.shouldSwap = false;
    if (!hasEdits(document)) location.reload();
  }
});

// A part that shall update while its update is on the way queues the next request, and htmx drops that request, because
// the part has then been replaced. The new part updates instead.
const outdated = new WeakSet();
document.addEventListener('htmx:trigger', ({ target }) => outdated.add(target));
document.addEventListener('htmx:beforeSend', ({ target }) => outdated.delete(target));
document.addEventListener('htmx:afterSettle', ({ detail }) => {
  const replaced = detail.requestConfig.elt;
  if (replaced.isConnected || !outdated.delete(replaced)) return;
  const part = document.getElementById(replaced.id);
  if (part?.hasAttribute('hx-get')) htmx.ajax('GET', part.getAttribute('hx-get'), { source: part });
});
