// What happens while one watches. A page that wants it says so: <body data-live>. Every event of the API becomes an
// event of the body, so that parts renew themselves with hx-trigger="tick-closed from:body".
// A page that nobody sees does not listen: browsers keep six connections to a site, for all its tabs together.
import { announce } from './pages.js';
import { notify } from './notices.js';

const KINDS = [
  'tick-started', 'turn-thought', 'turn-applied', 'tick-closed',
  'fail-over', 'provider-down', 'provider-up', 'settings-changed',
];
// What was missed cannot be told any more: parts that live on these look anew.
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
    notify('Your session has ended. Reload the page to sign in again.', 'bad');
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
  // Where answers can only be sent whole, each one ends like this, and the browser comes back by itself.
  mine.addEventListener('pause', () => { pausing = true; });
}

if (document.body.hasAttribute('data-live')) {
  listen();
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
  addEventListener('pagehide', stop);
  addEventListener('pageshow', ({ persisted }) => persisted && listen());
}
