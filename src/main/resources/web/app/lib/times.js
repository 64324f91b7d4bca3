// Times in the viewer's time zone: <time datetime="2026-11-20T08:00:00Z" data-time="time|datetime|ago|until|next">.
import { LANGUAGE, timeFormat } from './language.js';
import { whenever } from './pages.js';

const TIME = timeFormat({ timeStyle: 'medium' });
const BOTH = timeFormat({ dateStyle: 'medium', timeStyle: 'medium' });
const DISTANCE = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'always', style: 'short' });
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]];
const REFRESH_MILLIS = 1_000;

function distance(millis) {
  const [unit, length] = UNITS.find(([, each]) => Math.abs(millis) >= each) ?? UNITS.at(-1);
  return DISTANCE.format(Math.trunc(millis / length), unit);
}

// When a game's next tick is due, or for how many periods nothing has triggered it.
function next(element, millis) {
  const overdue = Math.floor(-millis / Number(element.dataset.period));
  element.toggleAttribute('data-overdue', overdue > 0);
  if (overdue > 0) return `overdue by ${overdue} ${overdue === 1 ? 'period' : 'periods'}: nothing has triggered this game`;
  return millis < 0 ? 'next due now' : `next ${distance(millis)}`;
}

function show(element) {
  const instant = new Date(element.dateTime);
  const kind = element.dataset.time || 'datetime';
  if (kind === 'ago' || kind === 'until' || kind === 'next') {
    const millis = instant - Date.now();
    let text = kind === 'until' && millis < 0 ? 'due now' : distance(millis);
    if (kind === 'next') text = next(element, millis);
    if (element.textContent !== text) element.textContent = text;
  } else {
    element.textContent = (kind === 'time' ? TIME : BOTH).format(instant);
  }
  element.title = BOTH.format(instant);
}

whenever('time[datetime]', show);
setInterval(() => document.querySelectorAll('time[data-time="ago"], time[data-time="until"], time[data-time="next"]').forEach(show), REFRESH_MILLIS);
// Forms send times in UTC: <input type="datetime-local" data-utc="from"> fills the hidden field of that name. If it has
// that name itself, it holds UTC, for browsers without scripts, and gives its name to a hidden field. An empty time is not
// sent: the API takes none.
function hiddenFieldOf(input) {
  const field = input.form.elements[input.dataset.utc];
  if (field !== input) return field;
  const hidden = Object.assign(document.createElement('input'), {
    type: 'hidden', name: input.name, value: input.value && `${input.value}Z`,
  });
  input.removeAttribute('name');
  input.after(hidden);
  return hidden;
}
whenever('input[data-utc]', (input) => {
  const hidden = hiddenFieldOf(input);
  hidden.disabled = !hidden.value;
  if (hidden.value) {
    const local = new Date(hidden.value);
    input.value = new Date(local - local.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }
  input.addEventListener('change', () => {
    hidden.value = input.value ? new Date(input.value).toISOString() : '';
    hidden.disabled = !hidden.value;
  });
});
whenever('[data-zone]', (element) => {
  element.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
});
