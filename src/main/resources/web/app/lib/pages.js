// htmx renews parts of a page from the same page: hx-get, hx-select, hx-select-oob.
import htmx from 'htmx.org';

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.timeout = 10_000;
htmx.config.historyCacheSize = 0;
// What is renewed is itself again before the next frame: nothing flickers.
htmx.config.defaultSettleDelay = 0;

/** Calls the function with each element that matches, now and whenever htmx brings more. */
export function whenever(selector, function_) {
  htmx.onLoad((root) => {
    if (root.matches?.(selector)) function_(root);
    root.querySelectorAll?.(selector).forEach(function_);
  });
}

/** Lets every part renew itself that waits for this event. */
export function announce(event, detail = {}) {
  htmx.trigger(document.body, event, detail);
}

// What somebody has typed and not sent yet.
function isHalfFilled() {
  return [...document.querySelectorAll('form[data-api] input:not([type="hidden"]), form[data-api] textarea')].some((field) =>
    ['checkbox', 'radio'].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
}

// A session that has ended shows the sign-in page as a whole, not within a part; but never at the cost of
// what was typed: sending it tells that the session has ended.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (new URL(detail.xhr.responseURL || location.href).pathname === '/console/sign-in') {
    detail.shouldSwap = false;
    if (!isHalfFilled()) location.reload();
  }
});
