// Warns on pages without TLS, because the session cookie needs it.
import { whenever } from '../lib/pages.js';

whenever('[data-insecure]', (hint) => {
  hint.hidden = window.isSecureContext;
});
