// The page on which a person plays for an agent: asks /api/play with a player's token, which is kept for this tab only.
// What comes from the world is shown as text, never as HTML. The form of an action is made from the JSON Schema of a decision.
import { whenever } from '../lib/pages.js';
import { notify } from '../lib/notices.js';

const STORED = 'ziggurat-player';
const WAIT_SECONDS = 25;
const PAUSE_MILLIS = 5_000;

const byId = (id) => document.getElementById(id);

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

async function ask(token, path, options = {}) {
  const response = await fetch(`/api/play${path}`, {
    ...options,
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json', 'Content-Type': 'application/json' },
    credentials: 'omit',
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? `The server answered ${response.status}.`), { status: response.status });
  return answer;
}

/** The kinds of actions that a schema allows: each has a type and the schemas of its further fields; none if the schema says neither. */
function kindsOf(schema) {
  const choices = schema?.anyOf ?? schema?.oneOf ?? [schema];
  return choices.flatMap((choice) => {
    const { type, ...fields } = choice?.properties ?? {};
    const types = type?.const === undefined ? type?.enum ?? [] : [type.const];
    return types.map((name) => ({ name, fields, required: choice.required ?? [] }));
  });
}

function inputOf(schema) {
  const types = [schema.type].flat();
  const words = types.includes('boolean') ? ['true', 'false'] : schema.enum;
  if (words) return element('select', {}, ...words.map((word) => element('option', { value: word, textContent: word })));
  if (types.includes('integer') || types.includes('number')) return element('input', { type: 'number', step: types.includes('integer') ? '1' : 'any' });
  return element('textarea', { rows: 2 });
}

/** Whether the value is a list of texts, which a person types one on a line. */
const isListOfTexts = (schema) => [schema.type].flat().includes('array') && schema.items?.type === 'string';

function valueOf(input, schema) {
  const types = [schema.type].flat();
  if (types.includes('boolean')) return input.value === 'true';
  if (input.value === '' && types.includes('null')) return null;
  if (types.includes('integer') || types.includes('number')) return input.value === '' ? undefined : Number(input.value);
  if (isListOfTexts(schema) && !input.value.trim().startsWith('[')) return input.value.split('\n').map((line) => line.trim()).filter(Boolean);
  if (types.includes('object') || types.includes('array')) return JSON.parse(input.value);
  return input.value;
}

let made = 0;

/** A block of the form for one action; its value is read by the function that is kept with it. */
function actionBlock(kinds) {
  const block = element('fieldset', { className: 'stack' }, element('legend', { textContent: 'Action' }));
  const fields = element('div', { className: 'stack' });
  const field = (name, input, hint = '') => {
    input.id = `play-field-${made += 1}`;
    const label = element('label', { textContent: name });
    label.htmlFor = input.id;
    return element('div', { className: 'field' }, label, input, element('small', { textContent: hint }));
  };
  const remove = element('button', { type: 'button', textContent: 'Remove' });
  remove.addEventListener('click', () => block.remove());
  if (kinds.length === 0) {
    const raw = element('textarea', { rows: 3, value: '{"type": ""}' });
    block.append(field('Action as JSON', raw), remove);
    block.read = () => JSON.parse(raw.value);
    return block;
  }
  const type = element('select', {}, ...kinds.map(({ name }) => element('option', { value: name, textContent: name })));
  let inputs = [];
  const show = () => {
    const kind = kinds.find(({ name }) => name === type.value);
    inputs = Object.entries(kind.fields).map(([name, schema]) => ({ name, schema, input: inputOf(schema), required: kind.required.includes(name) }));
    inputs.forEach(({ input, schema, required }) => { input.required = required && ![schema.type].flat().includes('null'); });
    fields.replaceChildren(...inputs.map(({ name, input, schema }) => field(name, input, schema.description ?? (isListOfTexts(schema) ? 'One on each line' : ''))));
  };
  type.addEventListener('change', show);
  block.append(field('What', type), fields, remove);
  block.read = () => {
    const action = { type: type.value };
    for (const { name, schema, input, required } of inputs) {
      if (input.value === '' && !required) continue;
      action[name] = valueOf(input, schema);
    }
    return action;
  };
  show();
  return block;
}

function showLast(last) {
  if (!last) return element('p', { className: 'soft', textContent: 'You had no turn yet.' });
  const said = { applied: 'was applied', failed: 'failed', passed_over: 'was passed over: no decision was given in time' };
  const results = (last.results ?? []).map(({ action, refusal }) =>
    element('li', {}, element('strong', { textContent: action.type }), ` ${refusal ? `refused: ${refusal}` : 'done'}`));
  return element('div', {}, element('p', { textContent: `Tick ${last.tick} ${said[last.state] ?? last.state}.` }), element('ul', { className: 'plain' }, ...results));
}

function whenOf(look) {
  const time = (instant) => new Date(instant).toLocaleTimeString();
  const score = look.score ? ` You have ${(look.score.worthMicroPoints / 1e6).toLocaleString()} ${look.score.unit}.` : '';
  if (look.wanted) return `Tick ${look.tick} waits for your decision until ${time(look.answerUntil)}.${score}`;
  return `${look.running ? `Tick ${look.tick} is running.` : `Tick ${look.tick} is over.`} Your next turn is in tick ${look.nextTick}${look.nextSlot ? `, the next tick is due at ${time(look.nextSlot)}` : ''}.${score}`;
}

class Seat {
  constructor(token) {
    this.token = token;
    this.left = false;
    this.schema = '';
    this.after = 0;
  }

  async look() {
    const look = await ask(this.token, '');
    byId('play-who').textContent = `@${look.handle} in ${look.game.name}`;
    byId('play-when').textContent = whenOf(look);
    byId('play-own').textContent = `${look.briefing}\n\nYour character: ${look.persona}`;
    byId('play-shared').textContent = look.sharedBriefing;
    byId('play-last').replaceChildren(showLast(look.lastTurn));
    byId('play-given').textContent = look.decision
      ? `You decided: ${look.decision.decision.actions.map(({ type }) => type).join(', ') || 'to do nothing'}. Another decision replaces it until a tick takes it.`
      : 'You have not decided yet.';
    this.most = look.maxActions;
    const action = look.answerSchema.properties.actions.items;
    if (JSON.stringify(action) !== this.schema) {
      this.schema = JSON.stringify(action);
      this.kinds = kindsOf(action);
      byId('play-actions').replaceChildren(actionBlock(this.kinds));
      byId('play-memo').value = look.memo;
    }
    return look;
  }

  add() {
    if (byId('play-actions').children.length >= this.most) notify(`A decision has at most ${this.most} actions.`, 'bad');
    else byId('play-actions').append(actionBlock(this.kinds));
  }

  async decide() {
    const memo = byId('play-memo').value.trim();
    const actions = [...byId('play-actions').children].map((block) => block.read());
    const { tick } = await ask(this.token, '/decision', { method: 'PUT', body: JSON.stringify({ memo: memo || null, actions }) });
    notify(`Tick ${tick} takes your decision.`);
    await this.look();
  }

  /** Looks again whenever a tick wants a decision or has closed. */
  async follow() {
    while (!this.left) {
      try {
        const { state, tick } = await ask(this.token, `/turn?after=${this.after}&wait=${WAIT_SECONDS}`);
        if (this.left) return;
        if (state !== 'nothing') {
          this.after = tick;
          await this.look();
        }
      } catch (problem) {
        if (problem.status === 401) {
          leave(this);
          return;
        }
        await new Promise((resume) => { setTimeout(resume, PAUSE_MILLIS); });
      }
    }
  }
}

function leave(seat) {
  seat.left = true;
  sessionStorage.removeItem(STORED);
  location.reload();
}

whenever('#player-door', (door) => {
  const problem = door.querySelector('[data-problem]');
  let seat;
  const enter = async (token) => {
    seat = new Seat(token);
    const look = await seat.look();
    sessionStorage.setItem(STORED, token);
    door.hidden = true;
    byId('play').hidden = false;
    seat.after = look.running ? look.tick - 1 : look.tick;
    seat.follow();
  };
  door.addEventListener('submit', (event) => {
    event.preventDefault();
    problem.textContent = '';
    enter(byId('token').value.trim()).catch((refused) => { problem.textContent = refused.message; });
  });
  byId('play-leave').addEventListener('click', () => leave(seat));
  byId('play-add').addEventListener('click', () => seat.add());
  byId('play-decision').addEventListener('submit', (event) => {
    event.preventDefault();
    const output = event.target.querySelector('[data-problem]');
    output.textContent = '';
    seat.decide().catch((refused) => { output.textContent = refused.message; });
  });
  const stored = sessionStorage.getItem(STORED);
  if (stored) enter(stored).catch(() => sessionStorage.removeItem(STORED));
});
