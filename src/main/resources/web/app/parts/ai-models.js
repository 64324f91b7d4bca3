// Model choices: unsaved changes and the resulting first provider are shown before saving. An unknown model can
// be saved anyway after the API has rejected it.
import { LANGUAGE } from '../lib/language.js';
import { whenever } from '../lib/pages.js';

const isSwitch = (field) => field.type === 'checkbox';
const isChanged = (field) =>
  isSwitch(field) ? field.checked !== field.defaultChecked : field.value.trim() !== field.defaultValue;

function item(text) {
  return Object.assign(document.createElement('li'), { textContent: text });
}

function describe(field) {
  const { label } = field.dataset;
  if (isSwitch(field)) return `${label} is switched ${field.checked ? 'on' : 'off'}`;
  const was = field.defaultValue || 'left open';
  return `${label}: ${was} → ${field.value.trim() || 'left open'}`;
}

/** The provider that would be called first. */
function first(form) {
  const able = [...form.querySelectorAll('[data-choice]')].filter(
    (choice) => choice.hasAttribute('data-usable') && choice.querySelector('.switch').checked,
  );
  return able[0]?.dataset.choice;
}

function compare(form) {
  const changed = [...form.querySelectorAll('[data-choice] input')].filter(isChanged);
  const difference = form.querySelector('[data-difference]');
  difference.hidden = changed.length === 0;
  form.querySelector('[data-changes]').replaceChildren(...changed.map((field) => item(describe(field))));
  const provider = first(form);
  form.querySelector('[data-next]').textContent = provider
    ? `From the next call, ${provider} is called first unless it is in cooldown.`
    : 'No provider can be called: every tick will fail.';
  form.querySelector('[data-problem]').textContent = '';
  form.querySelector('[data-anyway]').hidden = true;
}

whenever('form[data-choices]', (form) => {
  const usual = form.dataset.api;
  const anyway = form.querySelector('[data-anyway]');
  form.addEventListener('input', () => compare(form));
  form.addEventListener('reset', () => setTimeout(() => compare(form)));
  form.addEventListener('api-failed', ({ detail }) => {
    form.dataset.api = usual;
    anyway.hidden = !detail.message?.includes('?force=true');
  });
  anyway.addEventListener('click', () => {
    form.dataset.api = `${usual}?force=true`;
    form.requestSubmit();
  });
});

// <button data-use="groq" data-model="…"> fills in a model; it is saved with the rest.
whenever('[data-use]', (button) => {
  button.addEventListener('click', () => {
    const form = document.querySelector('form[data-choices]');
    const field = form.elements[`providers.${button.dataset.use}.model`];
    field.value = button.dataset.model;
    compare(form);
    form.querySelector('[data-difference] button[type="submit"]').focus();
  });
});

// <button data-moves> has the order and version of its page: after a move all wait for the new ones.
whenever('[data-moves]', (button) => {
  button.addEventListener('api-done', () => setTimeout(() => {
    button.closest('tbody')?.querySelectorAll('[data-moves]').forEach((each) => each.setAttribute('aria-busy', 'true'));
  }));
});

// <button data-try="groq"> tests the values of its form.
whenever('[data-try]', (button) => {
  button.addEventListener('click', () => {
    const test = document.querySelector('form[data-test]');
    test.elements.provider.value = button.dataset.try;
    test.elements.model.value = button.form.elements[`providers.${button.dataset.try}.model`].value;
    test.scrollIntoView({ block: 'center' });
    test.requestSubmit();
  });
});

function facts(pairs) {
  const list = document.createElement('dl');
  list.className = 'facts';
  for (const [name, value] of pairs.filter(([, each]) => each !== null && each !== undefined)) {
    list.append(
      Object.assign(document.createElement('dt'), { textContent: name }),
      Object.assign(document.createElement('dd'), { textContent: value }),
    );
  }
  return list;
}

function result({ success, data }) {
  const badge = Object.assign(document.createElement('span'), {
    className: 'badge',
    textContent: success ? 'answered' : data.failure.outcome,
  });
  badge.dataset.kind = success ? 'good' : 'bad';
  const head = document.createElement('div');
  head.append(badge);
  const said = document.createElement('p');
  said.textContent = success ? data.answer : data.failure.reason;
  const cost = data.priceKnown ? `$${(data.costMicroUsd / 1e6).toFixed(6)}` : 'unknown: the catalogue has no price';
  const box = document.createElement('div');
  box.className = 'card';
  box.append(
    head,
    said,
    facts([
      ['What to do', data.failure?.advice],
      ['Note', data.warning],
      ['Model', `${data.model}${data.simulated ? ' (simulated)' : ''}`],
      ['Status', data.failure?.httpStatus || null],
      ['Took', data.attempt && `${data.latencyMillis.toLocaleString(LANGUAGE)} ms`],
      ['Tokens', data.tokens && `${data.tokens.input} in, ${data.tokens.output} out`],
      ['Cost', data.attempt && cost],
    ]),
  );
  return box;
}

whenever('form[data-test]', (form) => {
  const output = form.querySelector('[data-result]');
  form.addEventListener('submit', () => output.replaceChildren('Asking…'), { capture: true });
  form.addEventListener('api-done', ({ detail }) => output.replaceChildren(result(detail)));
  form.addEventListener('api-failed', () => output.replaceChildren());
});
