// Live events, on pages with <body data-live>. Every event of the API is dispatched on the body, so that parts update
// with hx-trigger="tick-closed from:body".
// Hidden pages disconnect, because browsers allow six connections per site over all tabs.
import { announce } from './pages.js';
import { notify } from './notices.js';

const KINDS = [
  'tick-started', 'turn-thought', 'turn-applied', 'tick-closed',
  'fail-over', 'provider-down', 'provider-up', 'settings-changed',
];
// Missed events are not available: parts that depend on these reload.
const RENEWING = ['tick-closed', 'settings-changed'];
const RETRY_MILLIS = 5_000;
const UNAUTHORIZED = 401;

let source;
let retry;
let heardBefore = false;

function say(text, kind) {
  const state = document.getElementById('live');
  if (!state) return;
  state.textContent = text;
  state.dataset.state = kind;
}

const lookAnew = () => RENEWING.forEach((kind) => announce(kind));

function stop() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

async function later() {
  stop();
  const session = await fetch('/api/session').catch(() => undefined);
  if (session?.status === UNAUTHORIZED) {
    say('signed out', 'off');
    notify('Your session has expired. Reload the page to sign in again.', 'bad');
  } else if (!document.hidden) {
    retry = setTimeout(listen, RETRY_MILLIS);
  }
}

function listen() {
  stop();
  const mine = new EventSource('/api/admin/events');
  source = mine;
  let missed = heardBefore;
  let pausing = false;
  mine.addEventListener('open', () => {
    say('live', 'on');
    heardBefore = true;
    if (missed) lookAnew();
    missed = false;
  });
  mine.addEventListener('error', () => {
    if (mine !== source) return;
    if (!pausing) say('reconnecting', 'off');
    pausing = false;
    if (mine.readyState === EventSource.CLOSED) later();
  });
  for (const kind of KINDS) {
    mine.addEventListener(kind, (event) => announce(kind, JSON.parse(event.data)));
  }
  mine.addEventListener('reset', lookAnew);
  // Without streaming each response ends like this, and the browser reconnects.
  mine.addEventListener('pause', () => { pausing = true; });
}

if (document.body.hasAttribute('data-live')) {
  listen();
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
  addEventListener('pagehide', stop);
  addEventListener('pageshow', ({ persisted }) => persisted && listen());
}
