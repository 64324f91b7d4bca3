// The game of werewolves: a world over HTTP (docs/worlds.md), on Node 20.10 or newer, without a framework.
//   npx esbuild werewolf.ts --platform=node --format=esm --outfile=werewolf.mjs
//   WORLD_KEY=<at least 32 characters> node werewolf.mjs      (also: PORT, 8000; DATA, the folder of the games)
// Once a request is read, nothing waits until it is answered: no two are at work at once, and no instance needs a lock.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
type Player = { handle: string; role: "villager" | "werewolf" | "seer"; alive: boolean; points: number; knows: string[];
  chose: string; spoke: boolean };
type Game = { seed: string; game: number; night: boolean; players: Player[]; talk: string[] };
type Kept = { founding: string; epoch: number; tick: number; key: string; answer: object; game: Game };
type Action = { type?: unknown; agent?: unknown; text?: unknown }; type Events = { text: string; agent?: string }[];
type Ask = { instance: string; key: string; epoch: number; tick: number; kind: string; settings: object;
  game: { seed: string }; turns: { handle: string; actions: Action[] }[]; agents: { handle: string }[] };
class Problem extends Error { constructor(readonly status: number, detail: string, readonly more = {}) { super(detail); } }
const { WORLD_KEY: KEY = "", PORT = "8000", DATA = "werewolf-data" } = process.env, LARGEST_BODY = 32 << 20;
const RULES = `Werewolves, one seer, and villagers. By day all accuse, and whom most accuse is banished. By night each werewolf
hunts someone, and the seer looks at a role. The village wins when no werewolf is left, werewolves when they are half of all.\n`;
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const isText = (value: unknown): value is string => typeof value === "string";
const schema = (type: string, more: object = {}): object => ({ type: "object", additionalProperties: false,
  properties: { type: { type: "string", enum: [type] }, ...more }, required: ["type", ...Object.keys(more)] });
const agent = { type: "string" }, SAY = schema("say", { text: agent }), WAIT = schema("wait");
const MANIFEST = { contract: 1, name: "Werewolves", score: { unit: "points" }, clock: true, replay: true, answerSchema: {
  anyOf: ["accuse", "hunt", "look"].map((type) => schema(type, { agent })).concat(SAY, WAIT) } };
/** What a player may do now, beside talking by day and waiting, and to whom. */
function choices({ night, players }: Game, me?: Player): { does: string; targets: string[] } {
  const does = !me?.alive ? "" : !night ? "accuse" : { werewolf: "hunt", seer: "look", villager: "" }[me.role];
  const targets = players.filter((one) => does && one.alive && one !== me && !(night && me?.role === one.role));
  return { does, targets: targets.map(({ handle }) => handle) };
}
/** Why an action is refused, in words that an agent can use, or null if it took effect. */
function act(game: Game, handle: string, { type, agent, text }: Action, events: Events): string | null {
  const me = game.players.find((one) => one.handle === handle)!, { does, targets } = choices(game, me);
  if (type === "wait") return null;
  if (type === "say" && me.alive && !game.night) { // What agents say is data: on one line, cut to size, quoted.
    const said = isText(text) ? [...text.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim()].slice(0, 200).join("") : "";
    if (!said || me.spoke) return "text: say something, and only once a day";
    me.spoke = true;
    events.push({ text: `${handle} says ${JSON.stringify(said)}`, agent: handle });
    game.talk.push(`${handle} says ${JSON.stringify(said)}`);
  } else {
    if (type !== does || me.chose) return `type: you can only ${does && !me.chose ? does : "wait"} now`;
    if (!isText(agent) || !targets.includes(agent)) return "agent: must be another who is still there, not your friend";
    events.push({ text: `${handle} the ${me.role} ${does}s ${me.chose = agent}`, agent: handle });
  }
  return null;
}
function endTick(game: Game, events: Events): object {
  const { players, night } = game, votes = new Map<string, number>();
  for (const { role, chose, knows } of players) {
    if (chose && night && role === "seer") knows.push(`${chose} is a ${players.find((one) => one.handle === chose)?.role}`);
    else if (chose) votes.set(chose, (votes.get(chose) ?? 0) + 1);
  }
  const [most] = [...votes].sort((a, b) => b[1] - a[1] || byFate(game, a[0], b[0]))[0] ?? [];
  const victim = players.find(({ handle }) => handle === most);
  if (victim) {
    victim.alive = false;
    game.talk.push(`${night ? "By night the werewolves took" : "The village banished"} ${most} the ${victim.role}`);
    events.push({ text: game.talk.at(-1)! });
  }
  for (const player of players) Object.assign(player, { chose: "", spoke: false });
  Object.assign(game, { night: !night, talk: game.talk.slice(-30) });
  const living = players.filter(({ alive }) => alive), wolves = living.filter(({ role }) => role === "werewolf").length;
  if (wolves > 0 && 2 * wolves < living.length) return {};
  if (living.length > 0) events.push({ text: `Game ${game.game} is over: the ${wolves ? "werewolves" : "villagers"} won` });
  for (const one of players) one.points += living.length > 0 && (one.role === "werewolf") === wolves > 0 ? 10 : 0;
  return deal(game);
}
const byFate = ({ seed, game }: Game, one: string, other: string): number => // Chance comes from the seed alone.
  hash(`${seed}/${game}/${one}`) < hash(`${seed}/${game}/${other}`) ? -1 : 1;
function deal(game: Game): object {
  Object.assign(game, { game: game.game + 1, night: false, talk: [] });
  [...game.players].sort((a, b) => byFate(game, a.handle, b.handle)).forEach((player, place, { length }) =>
    Object.assign(player, { knows: [], alive: length > 2,
      role: place * 4 < length ? "werewolf" : place === length - 1 ? "seer" : "villager" }));
  return { games: 1 };
}
function join({ players }: Game, agents: { handle: string }[]): void {
  for (const { handle } of agents.filter(({ handle }) => !players.some((one) => one.handle === handle)))
    players.push({ handle, role: "villager", alive: false, points: 0, knows: [], chose: "", spoke: false });
}
function brief(game: Game, agents: Ask["agents"]): object {
  const list = (which: (one: Player) => boolean): string =>
    game.players.filter(which).slice(0, 100).map(({ handle }) => handle).join(", ");
  const shared = `${RULES}It is ${game.night ? "night" : "day"}. Still there: ${list((one) => one.alive)}.\n`;
  const wolves = list(({ role }) => role === "werewolf");
  return { shared: shared + game.talk.join("\n"), agents: Object.fromEntries(agents.map(({ handle }) => {
    const me = game.players.find((one) => one.handle === handle), { does, targets } = choices(game, me);
    const action = schema(does, { agent: targets.length < 50 ? { ...agent, enum: targets } : agent });
    const anyOf = !does ? [WAIT] : does === "accuse" ? [action, SAY, WAIT] : [action, WAIT];
    const briefing = `You are ${handle}, ${me?.alive ? `the ${me.role}` : "not there"}. ${me?.role === "werewolf"
      ? `The werewolves: ${wolves}.` : me?.knows.slice(-20).join(", ") ?? ""}`;
    return [handle, { briefing, answerSchema: { anyOf } }];
  })) };
}
const answer = (game: Game, events: Events): object => ({ digest: hash(JSON.stringify(game)), events: events.slice(0, 1000),
  scores: Object.fromEntries(game.players.map(({ handle, points }) => [handle, points])) });
function operate(path: string, ask: Ask): object {
  const file = `${DATA}/${hash(ask.instance)}.json`, { key, tick, epoch } = ask, events: Events = [];
  const save = (kept: Kept): object => { // All or nothing, whenever the process is killed: written aside, then renamed.
    writeFileSync(`${file}.new`, JSON.stringify(kept), { flush: true });
    renameSync(`${file}.new`, file);
    return kept.answer;
  };
  if (path === "/discard") return rmSync(file, { force: true }), {};
  const kept: Kept | null = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  if (path === "/found") {
    for (const field of Object.keys(ask.settings)) throw new Problem(422, "this world has no settings", { field });
    const founding = hash(JSON.stringify(ask)), game = { seed: ask.game.seed, game: 0, night: false, players: [], talk: [] };
    if (kept && (kept.key || kept.founding !== founding)) throw new Problem(409, "was founded already", { code: "founded" });
    join(game, ask.agents);
    deal(game);
    return save({ founding, epoch: 0, tick: 0, key: "", answer: answer(game, []), game });
  }
  if (!kept) throw new Problem(404, "unknown instance");
  if (path === "/brief") return brief(kept.game, ask.agents);
  if (path !== "/apply") throw new Problem(404, "unknown operation");
  if (epoch < kept.epoch) throw new Problem(409, "a newer epoch was seen", { code: "stale_epoch" });
  if (key === kept.key) return save({ ...kept, epoch }); // Done already: the same answer again.
  if (tick < kept.tick) throw new Problem(409, "a later tick was applied", { code: "out_of_order" });
  const { game } = kept, turns = ask.kind === "turns" ? ask.turns : [];
  join(game, turns);
  const results = turns.map(({ handle, actions }) => actions.map((one) => act(game, handle, one, events)));
  const more = ask.kind === "turns" ? { results } : { happenings: endTick(game, events) };
  return save({ ...kept, epoch, key, tick, answer: { ...answer(game, events), ...more } });
}
function signed(header: unknown, body: Buffer): boolean {
  const [, time = "0", mac = ""] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(isText(header) ? header : "") ?? [];
  const right = createHmac("sha256", KEY).update(`${time}.`).update(body).digest(), sent = Buffer.from(mac, "hex");
  return Math.abs(Date.now() / 1000 - Number(time)) <= 300 && sent.length === 32 && timingSafeEqual(sent, right);
}
if (KEY.length < 32) throw new Error("WORLD_KEY must have at least 32 characters");
mkdirSync(DATA, { recursive: true });
createServer({ requestTimeout: 30_000 }, async (request, response) => {
  let [status, result]: [number, object] = [200, MANIFEST];
  try {
    const { "content-length": length = "0", "transfer-encoding": chunked } = request.headers;
    if (chunked || Number(length) > LARGEST_BODY) throw new Problem(413, `say a length of at most ${LARGEST_BODY} bytes`);
    const body = Buffer.concat(await request.toArray());
    if (!signed(request.headers["x-ziggurat-signature"], body)) throw new Problem(401, "the signature is wrong or too old");
    if (request.method !== "GET") result = operate(request.url ?? "", JSON.parse(body.toString()));
  } catch (wrong) {
    const malformed = wrong instanceof TypeError || wrong instanceof SyntaxError;
    const known = wrong instanceof Problem ? wrong : new Problem(malformed ? 400 : 500, String(wrong));
    [status, result] = [known.status, { status: known.status, title: "Refused", detail: known.message, ...known.more }];
  }
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(result));
}).listen(Number(PORT), "127.0.0.1");
