// Import and export of games and agents. <form data-lines="/api/games"> sends the file of its field "file" as JSON Lines and shows errors by line; <button data-export="/api/games" data-file="games.jsonl"> downloads all.
import { announce, whenever } from '../lib/pages.js';
import { call, forPeople } from '../lib/api.js';
import { notify } from '../lib/notices.js';

const TYPE = 'application/x-ndjson';
const TIMEOUT_MILLIS = 60_000;

const lineOf = ({ line, field, message }) =>
  Object.assign(document.createElement('li'), { textContent: `Line ${line}, ${field}: ${forPeople(message)}` });

async function send(form) {
  const problem = form.querySelector('[data-problem]');
  const faults = form.querySelector('[data-faults]');
  problem.textContent = '';
  faults.replaceChildren();
  const mode = form.elements.create.checked ? 'create' : 'upsert';
  try {
    const text = await form.elements.file.files[0].text();
    const { created, changed } = await call('POST', `${form.dataset.lines}?mode=${mode}&force=${form.elements.force.checked}`, text, { 'Content-Type': TYPE });
    notify(`${created} created, ${changed} changed.`);
    form.closest('dialog').close();
    form.reset();
    announce('changed');
  } catch (refused) {
    problem.textContent = forPeople(refused.message);
    faults.replaceChildren(...(refused.document?.errors ?? []).map(lineOf));
  }
}

whenever('form[data-lines]', (form) => {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button.primary');
    if (button.hasAttribute('aria-busy')) return;
    button.setAttribute('aria-busy', 'true');
    await send(form);
    button.removeAttribute('aria-busy');
  });
});

async function save({ dataset }) {
  const response = await fetch(dataset.export, { headers: { Accept: TYPE }, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  if (!response.ok) throw new Error(`The server answered ${response.status}: nothing was saved.`);
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(await response.blob()), download: dataset.file,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

whenever('button[data-export]', (button) => {
  button.addEventListener('click', () => save(button).catch((problem) => notify(problem.message, 'bad')));
});
