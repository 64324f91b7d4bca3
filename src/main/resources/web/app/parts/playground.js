// The playground, form[data-playground]: sends one prompt to each model by the gateway's own API, streamed and without
// fallback, and shows answer, times, tokens and cost side by side. The cost is that of the ledger.
import { LANGUAGE } from '../lib/language.js';
import { whenever } from '../lib/pages.js';
import { call, forPeople } from '../lib/api.js';

const TIMEOUT_MILLIS = 300_000;
const LEDGER_TRIES = 10;
const LEDGER_WAIT_MILLIS = 300;

const seconds = (millis) => `${(millis / 1000).toLocaleString(LANGUAGE, { maximumFractionDigits: 2 })} s`;

function element(tag, textContent = '', className = '') {
  return Object.assign(document.createElement(tag), { textContent, className });
}

function card(model) {
  const section = element('section', '', 'card');
  section.dataset.model = model;
  const [title, figures, answer] = [element('h2', model), element('p', 'Asking…', 'soft'), element('pre')];
  title.classList.add('mono');
  figures.setAttribute('role', 'status');
  answer.tabIndex = 0;
  section.append(title, figures, answer);
  return { section, figures, answer };
}

/** The data of server-sent events, as they arrive. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: ') && line !== 'data: [DONE]') yield JSON.parse(line.slice('data: '.length));
    }
  }
}

/** The attempts are in the ledger a moment after the answer. */
async function costOf(id) {
  for (let attempt = 0; attempt < LEDGER_TRIES; attempt++) {
    const { items } = await call('GET', `/api/admin/calls?id=${id}`);
    if (items.length) return items[0];
    await new Promise((resolve) => setTimeout(resolve, LEDGER_WAIT_MILLIS));
  }
  return null;
}

async function ask(model, fields, shown, signal) {
  const began = performance.now();
  const messages = [{ role: 'user', content: fields.prompt.value }];
  if (fields.system.value.trim()) messages.unshift({ role: 'system', content: fields.system.value });
  const response = await fetch('/v1/chat/completions', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Ziggurat-Console': '1',
      'X-Ziggurat-Fallback': 'none',
      'X-Ziggurat-Max-Cost': fields.cost.value,
      'X-Ziggurat-Tags': 'page=playground',
      'Cache-Control': 'no-cache',
    },
    body: JSON.stringify({
      model, messages, stream: true, stream_options: { include_usage: true }, max_tokens: Number(fields.tokens.value),
    }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLIS)]),
  });
  if (!response.ok) {
    const document = await response.json().catch(() => ({}));
    throw new Error(document.error?.message ?? `The server answered ${response.status}.`);
  }
  let [first, usage, failure] = [null, null, null];
  for await (const piece of events(response)) {
    const text = piece.choices?.[0]?.delta?.content ?? '';
    if (text) first ??= performance.now();
    shown.answer.textContent += text;
    usage = piece.usage ?? usage;
    failure = piece.error?.message ?? failure;
  }
  const ended = performance.now();
  const told = [
    first === null ? 'no text' : `first token ${seconds(first - began)}`,
    `whole answer ${seconds(ended - began)}`,
  ];
  if (usage) told.push(`${usage.prompt_tokens.toLocaleString(LANGUAGE)} tokens in, ${usage.completion_tokens.toLocaleString(LANGUAGE)} out`);
  shown.figures.textContent = told.join(', ');
  if (failure) shown.section.append(Object.assign(element('p', forPeople(failure), 'callout'), { role: 'alert' }));
  return response.headers.get('X-Request-Id');
}

async function askAndShow(model, fields, shown, signal) {
  try {
    const id = await ask(model, fields, shown, signal);
    const made = id && await costOf(id);
    if (!made) return;
    const dollars = (made.costMicroUsd / 1_000_000).toLocaleString(LANGUAGE, { maximumFractionDigits: 6 });
    const link = Object.assign(element('a', 'its call'), { href: `/console/calls/${id}` });
    shown.figures.append(`, $${dollars}; `, link);
  } catch (problem) {
    shown.figures.textContent = problem.name === 'AbortError' ? 'Stopped.' : 'No answer.';
    if (problem.name !== 'AbortError') shown.section.append(Object.assign(element('p', forPeople(problem.message), 'callout'), { role: 'alert' }));
  }
}

whenever('form[data-playground]', (form) => {
  const [button, stop] = [form.querySelector('button.primary'), form.querySelector('[data-stop]')];
  let running = new AbortController();
  stop.addEventListener('click', () => running.abort());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.hasAttribute('aria-busy')) return;
    const models = [...form.querySelectorAll('[name=model]')].map((field) => field.value.trim()).filter(Boolean);
    const cards = models.map(card);
    document.getElementById('playground-answers').replaceChildren(...cards.map(({ section }) => section));
    running = new AbortController();
    button.setAttribute('aria-busy', 'true');
    stop.hidden = false;
    await Promise.all(models.map((model, i) => askAndShow(model, form.elements, cards[i], running.signal)));
    stop.hidden = true;
    button.removeAttribute('aria-busy');
  });
});

// What another model answers to a turn, form[data-turn-trial]: shown below the form, marked as not applied, in the words
// of the decision above it, which the server writes (console.ActionLine).
const MICRO_PER_CENT = 10_000;

/** Micro-points as points with at most two decimals. */
const points = (micro) => (Math.round(micro / MICRO_PER_CENT) / 100)
  .toLocaleString(LANGUAGE, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace(/\.00$/, '');

function argument([name, value]) {
  switch (name) {
    case 'text': return `“${value}”`;
    case 'microPoints': return `${points(value)} points`;
    case 'microShares': return `${points(value)} shares`;
    default: return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  }
}

function tried(trial) {
  const section = element('section', '', 'stack');
  const head = element('p');
  head.append(Object.assign(element('span', 'not applied', 'badge'), {}), ` ${trial.provider}, `, element('span', trial.model, 'mono'));
  if (trial.simulated) head.append(' ', element('span', 'simulated', 'badge'));
  const dollars = (trial.costMicroUsd / 1_000_000).toLocaleString(LANGUAGE, { maximumFractionDigits: 6 });
  const told = [seconds(trial.latencyMillis), `$${dollars}${trial.costKnown ? '' : ' or more'}`];
  if (trial.inputTokens !== null) told.push(`${trial.inputTokens.toLocaleString(LANGUAGE)} tokens in, ${trial.outputTokens.toLocaleString(LANGUAGE)} out`);
  section.append(head, element('p', told.join(', '), 'soft'));
  if (trial.reason) section.append(Object.assign(element('p', trial.reason, 'callout'), { role: 'alert' }));
  if (trial.decision) {
    const list = element('ol', '', 'deeds');
    for (const { type, ...what } of trial.decision.actions) {
      const line = element('li');
      line.append(element('strong', type), ` ${Object.entries(what).map(argument).join(', ')}`);
      list.append(line);
    }
    section.append(list);
    if (trial.decision.memo) section.append(element('p', `Memo for next time: ${trial.decision.memo}`));
  }
  if (trial.completion) section.append(Object.assign(element('pre', trial.completion), { tabIndex: 0 }));
  return section;
}

whenever('form[data-turn-trial]', (form) => {
  const output = document.getElementById('trial-answer');
  form.addEventListener('submit', () => output.replaceChildren('Asking…'), { capture: true });
  form.addEventListener('api-done', ({ detail }) => output.replaceChildren(tried(detail)));
  form.addEventListener('api-failed', () => output.replaceChildren());
});
