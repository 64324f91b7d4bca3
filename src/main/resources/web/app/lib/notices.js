// Notices, visible and announced by screen readers.

const SHOWN_MILLIS = 6_000;

/** Shows a notice; an error stays until dismissed. */
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
