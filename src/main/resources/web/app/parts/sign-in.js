// Whoever comes without TLS is told why signing in would lead nowhere: the session's cookie needs it.
import { whenever } from '../lib/pages.js';

whenever('[data-insecure]', (hint) => {
  hint.hidden = window.isSecureContext;
});
