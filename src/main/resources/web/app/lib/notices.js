// What happened, for everyone to see and for screen readers to say.

const SHOWN_MILLIS = 6_000;

/** Tells what happened; an error stays until it is dismissed. */
export function notify(text, kind = 'good') {
  const notice = document.createElement('div');
  notice.className = `notice ${kind}`;
  notice.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
  notice.append(Object.assign(document.createElement('span'), { textContent: text }));
  const dismiss = Object.assign(document.createElement('button'), { type: 'button', textContent: '×', className: 'plain' });
  dismiss.setAttribute('aria-label', 'Dismiss');
  dismiss.addEventListener('click', () => notice.remove());
  notice.append(dismiss);
  document.getElementById('notices').append(notice);
  if (kind !== 'bad') setTimeout(() => notice.remove(), SHOWN_MILLIS);
}
