"""Holds a Grafana dashboard to Grafana's own types, and writes its queries down as rules for promtool to read.

What the types do not know is dropped when they read it, so whatever is missing afterwards was misspelt.
"""

import json
import sys

import yaml
from grafana_foundation_sdk.cog import plugins
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

WIDTH = 24
VARIABLES = {"$__rate_interval": "5m", "$job": ".+"}


def lost(before, after, where="dashboard"):
    """Where the two differ in what the first one says."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in after:
                yield from lost(value, after[key], f"{where}.{key}")
            else:
                yield f"{where}.{key}: Grafana knows no such property"
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (one, other) in enumerate(zip(before, after)):
            yield from lost(one, other, f"{where}[{place}]")
    elif before != after:
        yield f"{where}: {before!r} is read as {after!r}"


def overlaps(panels):
    """Panels that lie on others, stick out, or share their id."""
    seen = {}
    ids = set()
    for panel in panels:
        at = panel["gridPos"]
        if panel["id"] in ids:
            yield f"{panel['title']}: the id {panel['id']} is taken"
        ids.add(panel["id"])
        if at["x"] + at["w"] > WIDTH:
            yield f"{panel['title']}: sticks out to the right"
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                if (x, y) in seen:
                    yield f"{panel['title']}: lies on {seen[x, y]}"
                    return
                seen[x, y] = panel["title"]


def main(path, rules):
    with open(path) as file:
        dashboard = json.load(file)
    plugins.register_default_plugins()
    understood = json.loads(JSONEncoder().encode(Dashboard.from_json(dashboard)))
    faults = [*lost(dashboard, understood), *overlaps(dashboard["panels"])]
    queries = []
    for panel in dashboard["panels"]:
        if panel["type"] != "row" and not panel.get("description"):
            faults.append(f"{panel['title']}: has no description")
        queries += [target["expr"] for target in panel.get("targets", [])]
    for number, query in enumerate(queries):
        for name, value in VARIABLES.items():
            query = query.replace(name, value)
        if "$" in query:
            faults.append(f"unknown variable in {query}")
        queries[number] = {"record": f"dashboard:query:{number}", "expr": query}
    with open(rules, "w") as file:
        yaml.safe_dump({"groups": [{"name": "dashboard", "rules": queries}]}, file)
    for fault in faults:
        print(f"{path}: {fault}", file=sys.stderr)
    print(f"{path}: {len(dashboard['panels'])} panels, {len(queries)} queries, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
