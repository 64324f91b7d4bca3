// What happens while one watches. A page that wants it says so: <body data-live>. Every event of the API becomes an
// event of the body, so that parts renew themselves with hx-trigger="tick-closed from:body".
import { announce } from './pages.js';

const KINDS = [
  'tick-started', 'turn-thought', 'turn-applied', 'tick-closed',
  'fail-over', 'provider-down', 'provider-up', 'settings-changed',
];
const RETRY_MILLIS = 5_000;

function listen() {
  const source = new EventSource('/api/admin/events');
  const state = document.getElementById('live');
  const say = (text, kind) => {
    if (state) {
      state.textContent = text;
      state.dataset.state = kind;
    }
  };
  source.addEventListener('open', () => say('live', 'on'));
  source.addEventListener('error', () => {
    say('reconnecting', 'off');
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MILLIS);
  });
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => announce(kind, JSON.parse(event.data)));
  }
  // What was missed cannot be told any more.
  source.addEventListener('reset', () => location.reload());
  addEventListener('pagehide', () => source.close(), { once: true });
}

if (document.body.hasAttribute('data-live')) listen();
