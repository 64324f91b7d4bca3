const REFRESH_MILLIS = 2000;
const TIMEOUT_MILLIS = 10000;
const element = (id) => document.getElementById(id);
let token = null;
let chosen = null;

class Closed extends Error {}

async function read(path) {
  const response = await fetch(path, {
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  if (response.status === 401 || response.status === 403) throw new Closed();
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `HTTP ${response.status}`);
  }
  return response.json();
}

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const points = (micro) => (micro / 1e6).toLocaleString(undefined, { maximumFractionDigits: 2 });
const dollars = (micro) => `$${(micro / 1e6).toFixed(6)}`;
const time = (instant) => new Date(instant).toLocaleTimeString();
const counts = (map) =>
  Object.entries(map ?? {}).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`).join(', ') || 'none';

function showTick(report) {
  const rows = report ? [
    ['Number', `${report.tick} · ${report.running ? 'running' : report.outcome}`],
    ['Slot', new Date(report.slot).toLocaleString()],
    ...(report.reason ? [['Reason', report.reason]] : []),
    ...(report.turns ? [
      ['Turns', `${report.turns.applied} of ${report.turns.due} applied, ${report.turns.passedOver} passed over, ${report.turns.failed} failed`],
      ['Actions', counts(report.actions)],
      ['Calls', `${counts(report.inference.byProvider)} · ${report.inference.failovers} fail-overs`],
      ['Tokens', `${report.inference.inputTokens.toLocaleString()} in, ${report.inference.outputTokens.toLocaleString()} out`],
      ['Cost', dollars(report.inference.costMicroUsd) + (report.inference.simulated ? ' (simulated)' : '')],
      ['Took', `${report.durationMillis.toLocaleString()} ms`],
    ] : []),
  ] : [['', 'No tick has run yet.']];
  element('tick').replaceChildren(...rows.flatMap(([name, value]) => [make('dt', name), make('dd', value)]));
  if (report?.inference) element('simulated').hidden = !report.inference.simulated;
}

function showMarket(market) {
  const item = make('li');
  item.append(make('div', market.question));
  const meter = make('meter');
  meter.min = 0;
  meter.max = 1;
  meter.value = market.priceYes;
  meter.setAttribute('aria-label', 'Price of yes');
  const state = market.status === 'resolved'
    ? `resolved ${market.outcome}`
    : `yes ${market.priceYes.toFixed(2)} · closes ${time(market.closesAt)}`;
  item.append(meter, make('div', `${state} · ${points(market.volume)} points traded`, 'soft'));
  return item;
}

function showFeedItem(item) {
  const shown = make('li', undefined, item.kind);
  const who = item.kind === 'news' ? 'News' : `@${item.author}`;
  shown.append(make('strong', who), ` ${item.text} `, make('span', time(item.at), 'soft'));
  return shown;
}

function showStanding(standing) {
  const row = make('tr');
  row.append(make('td', standing.rank), make('td', `@${standing.handle}`),
    make('td', points(standing.worth), 'number'), make('td', points(standing.wallet), 'number'));
  return row;
}

async function chooseGame() {
  const games = (await read('/api/games?limit=100')).items;
  if (games.length === 0) return null;
  if (!games.some((game) => game.id === chosen)) chosen = games[0].id;
  element('game').replaceChildren(...games.map((game) => new Option(game.name, game.id, false, game.id === chosen)));
  element('choice').hidden = false;
  return games.find((game) => game.id === chosen);
}

async function refresh() {
  const game = await chooseGame();
  element('sign-in').hidden = true;
  if (!game) {
    element('status').textContent = 'There is no game yet.';
    return;
  }
  const base = `/api/games/${encodeURIComponent(game.id)}`;
  const [markets, standings, feed] = await Promise.all([
    read(`${base}/markets?limit=6`), read(`${base}/leaderboard?limit=12`), read(`${base}/feed?limit=30`)]);
  showTick(game.latest);
  element('markets').replaceChildren(...markets.items.map(showMarket));
  element('leaderboard').replaceChildren(...standings.items.map(showStanding));
  element('feed').replaceChildren(...feed.items.map(showFeedItem));
  element('world').hidden = false;
  element('status').textContent = `${game.agents} agents · every ${game.periodMillis / 1000} s · ${game.state} · seen ${time(Date.now())}`;
}

async function live() {
  try {
    if (!document.hidden) await refresh();
  } catch (failure) {
    if (failure instanceof Closed) {
      element('sign-in').hidden = false;
      element('world').hidden = true;
      element('status').textContent = token ? 'This token was refused.' : '';
    } else {
      element('status').textContent = `Cannot be refreshed (${failure.message}); trying again.`;
    }
  }
  setTimeout(live, REFRESH_MILLIS);
}

element('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  token = element('token').value.trim();
  element('token').value = '';
});
element('game').addEventListener('change', (event) => { chosen = event.target.value; });
live();
