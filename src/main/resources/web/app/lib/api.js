// Every change goes through the REST API. A form says which operation it stands for:
//   <form data-api="PATCH /api/games/babylon" data-event="games-changed" data-done="Saved.">
// A field's name is the path of its value in the JSON body (providers.groq.model); data-kind says what it is:
// text (default), number (times data-scale), flag, instant (of the viewer's zone),
// list (one per line); an empty field is the JSON value in data-empty (null clears), else it is left out.
// With data-changes-only untouched fields are omitted, because an agent may have changed them.
// Checkboxes of one name with data-item are a list of the items that are checked.
// A field with data-query goes into the address instead. data-tells names a field of the answer that says what went
// wrong; it is shown in place of data-done, as an error, after the words of data-failed.
// An empty data-done shows nothing. The element receives the event api-done with the answer, or api-failed with the problem.
// A button works the same without a body, or with data-body: <button data-api="DELETE /api/…" data-confirm="Really?">.
import { announce, whenever } from './pages.js';
import { hasEdits, isEdited, settle } from './edits.js';
import { notify } from './notices.js';

const TIMEOUT_MILLIS = 60_000;

/** An error of the API, from its problem document. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? document.title ?? `The server answered ${status}.`);
    this.status = status;
    this.document = document;
  }
}

/** Calls an operation; the answer's body, or null when it has none. A body that is a text is sent as it is. */
export async function call(method, path, body, headers = {}) {
  const response = await fetch(path, {
    method,
    headers: {
      Accept: 'application/json',
      'X-Ziggurat-Console': '1',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  const text = await response.text();
  const answer = (response.headers.get('Content-Type') ?? '').includes('json') && text ? JSON.parse(text) : null;
  if (!response.ok) throw new Problem(response.status, answer ?? {});
  return answer;
}

/** What is not JSON is sent as a text: the answer names the field. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function valueOf(field) {
  if (field.type === 'checkbox') return field.checked;
  const text = field.value.trim();
  if (text === '') return field.dataset.empty === undefined ? undefined : JSON.parse(field.dataset.empty);
  switch (field.dataset.kind) {
    // Rounded, because 2.01 * 1000 is slightly less than 2010.
    case 'number': return field.dataset.scale ? Math.round(Number(text) * Number(field.dataset.scale)) : Number(text);
    case 'instant': return new Date(text).toISOString();
    case 'flag': return text === 'true';
    case 'list': return text.split('\n').map((line) => line.trim()).filter(Boolean);
    case 'json': return parsed(text);
    default: return field.value;
  }
}

const itemsOf = (form, name) => [...form.elements].filter((field) => field.name === name && field.checked).map((field) => field.dataset.item);

/** An object whose keys are numbers stands for a list: arms.0.name, arms.1.name. */
function withLists(value) {
  if (Object(value) !== value || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withLists(inner)]);
  return entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key)) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** The JSON body of a form's fields. */
export function bodyOf(form) {
  const body = {};
  const onlyChanges = form.hasAttribute('data-changes-only');
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.hasAttribute('data-query') || (field.type === 'radio' && !field.checked)) continue;
    if (onlyChanges && !isEdited(field)) continue;
    const value = field.dataset.item ? itemsOf(form, field.name) : valueOf(field);
    if (value === undefined) continue;
    const path = field.name.split('.');
    const last = path.pop();
    // The address of a world takes the place of its kind.
    const place = path.reduce((inner, key) => (inner[key] = Object(inner[key]) === inner[key] ? inner[key] : {}), body);
    place[last] = value;
  }
  return withLists(body);
}

/** The address of an operation with the form's query fields. */
function addressOf(path, form) {
  const query = new URLSearchParams();
  form.querySelectorAll('[data-query]').forEach((field) => query.set(field.name, String(valueOf(field) ?? '')));
  return query.size ? `${path}?${query}` : path;
}

/** What the form calls a field. */
function titleOf(field) {
  const label = field.labels?.[0];
  return (label?.querySelector('span') ?? label)?.textContent.trim() || field.name;
}

/** Shows a problem within its field, so that no other field moves to another column. */
function place(output, field) {
  // A path such as budget.day.hardUsd stands nowhere on the page.
  if (field.name.includes('.') && output.textContent.startsWith(field.name)) output.textContent = titleOf(field) + output.textContent.slice(field.name.length);
  const around = field.closest('.field');
  // What a label contains is the name of its field.
  if (around?.matches('label')) around.after(output);
  else around?.append(output);
}

function markFault(form, problem, output) {
  const detail = problem.message ?? '';
  for (const field of form.elements) {
    if (!field.name) continue;
    const leaf = field.name.split('.').pop();
    // An item of a list is named as unknownFields[2].
    if ([field.name, leaf].some((name) => detail.startsWith(`${name}:`) || detail.startsWith(`${name}[`))) {
      field.setAttribute('aria-invalid', 'true');
      // The end of a long dialog may be out of sight.
      if (form.closest('dialog') && output) place(output, field);
      field.focus();
      return;
    }
  }
}

// What the API says about its query parameters, people tick in the form; what it says about its other operations has a page.
// An address of the API begins a word: one of another program has a host before it.
const OPERATION = /[.;] [^.;]*(?:\?force=true|(?<=[\s(])\/(?:api|v1)\/)(?:[^.;]|\.\S)*|: (?:[A-Z]+ )?\/(?:api|v1)\/(?:[^.;]|\.\S)*/g;

/** A message of the API as the console says it. */
export const forPeople = (message) => message.replace(OPERATION, '');

/** What went wrong, as a sentence. */
function failure(why, what) {
  const text = what ? `${what}: ${why}` : why.charAt(0).toUpperCase() + why.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

async function perform(element, body) {
  const { api, confirm: question, done, tells, failed, event, go, etag } = element.dataset;
  if (question && !window.confirm(question)) return;
  // Signing out, for example; a button of a form says itself what becomes of it.
  if (go && !element.closest('form') && hasEdits(document) && !window.confirm('Discard the unsaved changes on this page?')) return;
  const [method, path] = api.split(' ');
  const busy = element.matches('form') ? [...element.querySelectorAll('button')] : [element];
  // A button within a form shows its problem there, because an open dialog hides notices.
  const output = element.closest('form')?.querySelector('[data-problem]');
  if (output) output.textContent = '';
  if (output?.closest('dialog')) output.closest('form').lastElementChild.before(output);
  element.querySelectorAll?.('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
  busy.forEach((button) => button.setAttribute('aria-busy', 'true'));
  try {
    const answer = await call(method, addressOf(path, element), body, etag ? { 'If-Match': `"${etag}"` } : {});
    const text = done ?? answer?.message ?? 'Done.';
    if (tells && answer?.[tells]) notify(failure(answer[tells], failed), 'bad');
    else if (text !== '') notify(text);
    element.closest('dialog')?.close();
    element.dispatchEvent(new CustomEvent('api-done', { bubbles: true, detail: answer }));
    if (element.matches('form') && method === 'POST' && !element.matches('[data-test], [data-checks-world]')) element.reset();
    else if (element.matches('form')) settle(element);
    if (go) {
      document.querySelectorAll('form').forEach(settle);
      location.assign(go);
    } else announce(event ?? 'changed');
  } catch (problem) {
    const text = problem.status === 401 ? 'Your session has expired. Sign in again in another tab, then retry; your input is kept.'
      : problem.status === 412 ? `${problem.message} Reload the page to see the current version.`
      : problem.name === 'TimeoutError' ? 'The server did not answer in time. The change may have been made: reload the page.'
      : problem instanceof Problem ? forPeople(problem.message)
      : 'The server could not be reached. Check that Ziggurat runs and try again.';
    if (output) output.textContent = text;
    else notify(text, 'bad');
    if (element.matches('form')) markFault(element, problem, output);
    element.dispatchEvent(new CustomEvent('api-failed', { bubbles: true, detail: problem }));
  } finally {
    busy.forEach((button) => button.removeAttribute('aria-busy'));
  }
}

whenever('form[data-api]', (form) => {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (form.querySelector('button[aria-busy]')) return;
    perform(form, bodyOf(form));
  });
});

whenever('button[data-api]', (button) => {
  button.addEventListener('click', () => {
    if (button.hasAttribute('aria-busy')) return;
    perform(button, button.dataset.body ? JSON.parse(button.dataset.body) : undefined);
  });
});

// <button data-opens="id"> opens the dialog of that id; a dialog's [data-closes] closes it.
// A row can arrive before its dialog, which comes by another request: the dialog then opens when it arrives.
let awaited;
whenever('[data-opens]', (button) => {
  button.addEventListener('click', () => {
    const dialog = document.getElementById(button.dataset.opens);
    awaited = dialog ? undefined : button.dataset.opens;
    dialog?.showModal();
  });
});
whenever('dialog', (dialog) => {
  if (dialog.id !== awaited) return;
  awaited = undefined;
  dialog.showModal();
});
whenever('[data-closes]', (button) => {
  button.addEventListener('click', () => button.closest('dialog').close());
});
// A select that navigates on change: <select data-leads="/console/markets?game=">.
whenever('select[data-leads]', (choice) => {
  choice.addEventListener('change', () => location.assign(choice.dataset.leads + encodeURIComponent(choice.value)));
});
