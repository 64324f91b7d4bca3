// The form that checks a world, form[data-checks-world]: its rules are shown with what was seen and what to do.
import { LANGUAGE } from '../lib/language.js';
import { whenever } from '../lib/pages.js';

const KINDS = { passed: 'good', failed: 'bad' };

function element(tag, textContent, className = '') {
  return Object.assign(document.createElement(tag), { textContent, className });
}

function row(rule) {
  const badge = element('span', rule.outcome, 'badge');
  if (KINDS[rule.outcome]) badge.dataset.kind = KINDS[rule.outcome];
  const outcome = document.createElement('td');
  outcome.append(badge);
  const name = Object.assign(element('th', rule.name, 'mono'), { scope: 'row' });
  const seen = element('td', rule.seen);
  if (rule.advice) seen.append(element('p', `Contract: ${rule.demand}.`), element('p', rule.advice));
  const line = document.createElement('tr');
  line.append(name, outcome, seen);
  return line;
}

function heads() {
  const line = document.createElement('tr');
  line.append(...['Rule', 'Outcome', 'Seen'].map((text) => Object.assign(element('th', text), { scope: 'col' })));
  const head = document.createElement('thead');
  head.append(line);
  return head;
}

function timing({ operation, agents, p50Millis, p99Millis, limitMillis }) {
  const [count, p50, p99, limit] = [agents, p50Millis, p99Millis, limitMillis].map((each) => each.toLocaleString(LANGUAGE));
  return element('p', `${operation} of ${count} agents: p50 ${p50} ms, p99 ${p99} ms; the limit is ${limit} ms.`, 'soft');
}

function shown(report) {
  const failed = report.rules.filter((rule) => rule.outcome === 'failed').length;
  const verdict = report.passed ? 'It keeps the contract.' : `It breaks ${failed} rule${failed === 1 ? '' : 's'} of the contract.`;
  const body = document.createElement('tbody');
  body.append(...report.rules.map(row));
  const table = document.createElement('table');
  table.append(heads(), body);
  const scroll = element('div', '', 'scroll');
  scroll.append(table);
  return [element('p', `${report.name ? `${report.name}: ` : ''}${verdict}`), scroll, ...report.timings.map(timing)];
}

whenever('form[data-checks-world]', (form) => {
  const output = form.querySelector('[data-result]');
  form.addEventListener('submit', () => output.replaceChildren('Checking…'), { capture: true });
  form.addEventListener('api-done', ({ detail }) => output.replaceChildren(...shown(detail)));
  form.addEventListener('api-failed', () => output.replaceChildren());
});
