// The simulator's faults as switches. Each switch holds a part of a provider's faults; those marked data-alone exclude
// each other. The simulator takes the faults of all providers as a whole.
import { announce, whenever } from '../lib/pages.js';
import { call } from '../lib/api.js';
import { notify } from '../lib/notices.js';

const FAULTS = '/simulator/faults';

const faultOf = (input) => JSON.parse(input.dataset.fault);

function holds(fault, part) {
  return Object.entries(part).every(([field, value]) => JSON.stringify(fault[field]) === JSON.stringify(value));
}

const switchesOf = (board, provider) => board.querySelectorAll(`input[data-of="${provider}"]`);

/** Shows the active faults: their switches, and their names with the provider. Pending switches stay as they were set. */
function reflect(board, faults, pending = []) {
  const allowed = board.hasAttribute('data-allowed');
  for (const state of board.querySelectorAll('[data-drills-of]')) {
    const fault = faults[state.dataset.drillsOf] ?? {};
    const names = [];
    for (const input of switchesOf(board, state.dataset.drillsOf)) {
      input.disabled = !allowed;
      const active = holds(fault, faultOf(input));
      if (!pending.includes(input)) input.checked = active;
      if (active) names.push(input.dataset.name);
    }
    const disturbed = Object.keys(fault).length > 0;
    state.textContent = names.join(', ') || (disturbed ? 'custom' : 'ready');
    state.title = disturbed ? JSON.stringify(fault) : '';
    state.dataset.kind = disturbed ? 'bad' : 'good';
  }
  const end = document.querySelector('[data-drills-end]');
  end.disabled = !allowed || Object.keys(faults).length === 0;
}

/** The faults of the provider after this switch changed to "on". */
function turned(fault, input, on, others) {
  const next = { ...fault };
  const drop = (part) => Object.keys(part).forEach((field) => delete next[field]);
  if (input.hasAttribute('data-alone')) {
    [...others].filter((other) => other.hasAttribute('data-alone')).forEach((other) => drop(faultOf(other)));
  } else {
    drop(faultOf(input));
  }
  return on ? { ...next, ...faultOf(input) } : next;
}

async function turn(board, input, on, pending) {
  const { of: provider, name } = input.dataset;
  const faults = await call('GET', FAULTS);
  const fault = turned(faults[provider] ?? {}, input, on, switchesOf(board, provider));
  if (Object.keys(fault).length > 0) faults[provider] = fault;
  else delete faults[provider];
  reflect(board, await call('PUT', FAULTS, faults), pending);
  notify(on ? `${provider}, from the next call: ${name}.` : `${provider}: ${name} ended.`);
  announce('changed');
}

async function end(board) {
  await call('DELETE', FAULTS);
  reflect(board, {});
  notify('All drills ended. The chain retries when cooldowns end, or when you reset them.');
  announce('changed');
}

whenever('[data-drills]', (board) => {
  let queue = Promise.resolve();
  // Switches whose change is not yet sent: the answer to an earlier one must not reset them.
  const pending = [];
  const missing = () => {
    board.hidden = true;
    document.querySelector('[data-drills-missing]').hidden = false;
  };
  const refresh = async () => reflect(board, await call('GET', FAULTS), pending);
  // Serialized, so that two quick changes do not overwrite each other.
  const next = (step) => {
    queue = queue.then(step).catch(async (problem) => {
      if (problem.status === 404) return missing();
      notify(problem.message, 'bad');
    });
  };
  board.addEventListener('change', ({ target }) => {
    const on = target.checked;
    pending.push(target);
    next(() => {
      pending.splice(pending.indexOf(target), 1);
      return turn(board, target, on, pending);
    });
  });
  document.querySelector('[data-drills-end]').addEventListener('click', () => next(() => end(board)));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && next(refresh));
  next(refresh);
});
