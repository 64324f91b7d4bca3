"""A public-goods game with punishment: a world over HTTP (docs/worlds.md). Needs Python 3.10 or newer, nothing else.
WORLD_KEY=<at least 32 characters> python3 public_goods.py     (also: PORT, 8000; DATA, the folder of the games)"""
import hashlib, hmac, json, os, re, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEY, DATA = os.environ.get("WORLD_KEY", "").encode(), Path(os.environ.get("DATA", "public-goods-data"))
LOCKS = [threading.Lock() for _ in range(64)]  # An instance always has the same one, however many there are.
LARGEST_BODY, PURSE = 32 << 20, 20

def action(kind, **fields):
    fields = {"type": {"type": "string", "enum": [kind]}, **fields}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}

SAY = action("say", text={"type": "string"})
PHASES = {"give": [action("give", amount={"type": "integer", "enum": [10, 0, 5, 15, 20]}), SAY],
          "punish": [action("spare"), action("punish", agent={"type": "string"}, points={"type": "integer"}), SAY]}
START = {"type": "integer", "minimum": 0, "maximum": 1000000, "default": 100, "description": "What each begins with"}
MANIFEST = {"contract": 1, "name": "Public goods", "score": {"unit": "points"}, "clock": True, "replay": True,
            "answerSchema": {"anyOf": PHASES["give"] + PHASES["punish"][:2]},
            "settingsSchema": {"type": "object", "properties": {"startPoints": START}, "additionalProperties": False}}
RULES = f"""First all receive {PURSE} points and give some to a pot, which grows and is shared by all who gave, even 0.
Then you may spend 1 to 5 points to punish someone, who loses three times as many. Who has most points leads.\n"""

class Problem(Exception): pass
def require(holds, status, detail, **more):
    if not holds:
        raise Problem(status, {"status": status, "title": "Refused", "detail": detail, **more})
def percent(game):  # Chance comes from the seed alone.
    return 120 + int(hashlib.sha256(f"{game['seed']}/{game['round']}".encode()).hexdigest()[:8], 16) % 81

def act(game, who, do, events):  # Returns why an action is refused, for the agent to read; None if it took effect.
    kind, points, given = do.get("type"), game["points"], game["given"]
    now = [choice["properties"]["type"]["enum"][0] for choice in PHASES[game["phase"]]]
    if kind not in now or f"{who} {kind}" in game["done"]:
        return f"type: now is the time to {game['phase']}, and each thing can be done only once"
    if kind == "say":  # What agents say is data: on one line, without hidden characters, cut to size, quoted.
        if not (said := "".join(c for c in " ".join(str(do.get("text") or "").split()) if c.isprintable())[:200]):
            return "text: must say something"
        game["talk"] = game["talk"][-19:] + [f"{who} said {json.dumps(said, ensure_ascii=False)}"]
        events.append({"text": game["talk"][-1], "agent": who})
    elif kind == "give":
        if type(do.get("amount")) is not int or not 0 <= do["amount"] <= PURSE:
            return f"amount: must be a whole number from 0 to {PURSE}"
        given[who] = do["amount"]
        events.append({"text": f"{who} gave {given[who]} of {PURSE}", "agent": who})
    elif kind == "punish":
        target, cost = do.get("agent"), do.get("points")
        if type(target) is not str or target == who or target not in given:
            return "agent: must be another player who gave in this round, even 0"
        if type(cost) is not int or not 1 <= cost <= min(5, points[who]):
            return f"points: must be a whole number from 1 to 5; you have {points[who]}"
        lost = min(3 * cost, points[target])
        points[who], points[target] = points[who] - cost, points[target] - lost
        events.append({"text": f"{who} spent {cost} to punish {target}, who lost {lost}", "agent": who})
    game["done"][f"{who} {kind}"] = True

def end_tick(game, events):
    given, game["done"] = game["given"], {}
    if game["phase"] == "punish":
        game |= {"phase": "give", "round": game["round"] + 1, "given": {}}
    elif given:
        pot = sum(given.values()) * percent(game) // 100 + game["left"]
        share, game["left"], game["phase"] = pot // len(given), pot % len(given), "punish"
        game["points"] |= {who: game["points"][who] + PURSE - gift + share for who, gift in given.items()}
        events.append({"text": f"Round {game['round']}: {sum(given.values())} became {pot}, each received {share}"})

def answer(game, **more):
    digest = hashlib.sha256(json.dumps(game, sort_keys=True).encode()).hexdigest()
    return {"digest": digest, "scores": game["points"], "events": [], **more}

def found(ask, kept):
    for name, value in ask["settings"].items():
        right = name == "startPoints" and type(value) is int and 0 <= value <= START["maximum"]
        require(right, 422, "must be startPoints, a whole number from 0 to 1000000", field=name)
    require(not kept or kept["key"] is None and kept["founding"] == ask, 409, "was founded already", code="founded")
    start = ask["settings"].get("startPoints", START["default"])
    game = {"seed": ask["game"]["seed"], "start": start, "points": {a["handle"]: start for a in ask["agents"]},
            "round": 1, "phase": "give", "given": {}, "done": {}, "left": 0, "talk": []}
    return answer(game), {"founding": ask, "epoch": 0, "tick": 0, "key": None, "answer": None, "game": game}

def brief(ask, kept):
    game, best = kept["game"], sorted(kept["game"]["points"].items(), key=lambda one: (-one[1], one[0]))[:100]
    lines = [f"{who}: {has} points, gave {game['given'].get(who, 'nothing yet')}" for who, has in best] + game["talk"]
    now = f"Round {game['round']}: the pot grows to {percent(game)} % of what was given. It is time to {game['phase']}."
    return {"shared": "\n".join([RULES + now, *lines]), "agents": {agent["handle"]: {
        "briefing": f"You are {agent['handle']} with {game['points'].get(agent['handle'], game['start'])} points.",
        "answerSchema": {"anyOf": PHASES[game["phase"]]}} for agent in ask["agents"]}}, None

def apply(ask, kept):
    require(ask["epoch"] >= kept["epoch"], 409, "a newer epoch was seen", code="stale_epoch")
    kept["epoch"], game, events, more = ask["epoch"], kept["game"], [], {}
    if ask["key"] != kept["key"]:  # Else it was done already, and the same answer is given again.
        require(ask["tick"] >= kept["tick"], 409, "a later tick was applied", code="out_of_order")
        if ask["kind"] == "turns":  # Who plays for the first time joins.
            game["points"] = {turn["handle"]: game["start"] for turn in ask["turns"]} | game["points"]
            more["results"] = [[act(game, one["handle"], do, events) for do in one["actions"]] for one in ask["turns"]]
        else:
            end_tick(game, events)
        kept |= {"key": ask["key"], "tick": ask["tick"], "answer": answer(game, events=events[:1000], **more)}
    return kept["answer"], kept

def call(path, ask):
    operations = {"/found": found, "/brief": brief, "/apply": apply, "/discard": None}
    require(path in operations, 404, "unknown operation")
    file = DATA / (hashlib.sha256(ask["instance"].encode()).hexdigest() + ".json")
    with LOCKS[int(file.name[:2], 16) % len(LOCKS)]:
        if path == "/discard":
            return file.unlink(missing_ok=True) or {}
        kept = json.loads(file.read_text()) if file.exists() else None
        require(kept or path == "/found", 404, "unknown instance")
        result, changed = operations[path](ask, kept)
        if changed:  # All of it or nothing, whenever the process is killed: written beside the old one, then renamed.
            with open(file.with_suffix(".new"), "w") as out:
                out.write(json.dumps(changed))
                out.flush()
                os.fsync(out.fileno())
            os.replace(file.with_suffix(".new"), file)
        return result

def signed(header, body):
    sent = re.fullmatch("t=([0-9]{1,12}),v1=([0-9a-f]{64})", header or "")
    return sent and abs(time.time() - int(sent[1])) <= 300 and hmac.compare_digest(
        sent[2], hmac.new(KEY, sent[1].encode() + b"." + body, "sha256").hexdigest())

class Handler(BaseHTTPRequestHandler):
    timeout, wbufsize = 30, 1 << 16
    def do_POST(self):
        try:
            size = int(self.headers.get("Content-Length", 0))
            require(0 <= size <= LARGEST_BODY, 413, f"the body must have at most {LARGEST_BODY} bytes")
            body = self.rfile.read(size)
            require(signed(self.headers.get("X-Ziggurat-Signature"), body), 401, "the signature is wrong or too old")
            status, result = 200, MANIFEST if self.command == "GET" else call(self.path, json.loads(body))
        except Problem as problem:
            status, result = problem.args
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as wrong:
            status, result = 400, {"status": 400, "title": "Malformed", "detail": repr(wrong)[:200]}
        data = json.dumps(result).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    do_GET = do_POST

if len(KEY) < 32: raise SystemExit("WORLD_KEY must have at least 32 characters")
DATA.mkdir(parents=True, exist_ok=True)
ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Handler).serve_forever()
