"""Holds Cloud Run manifests to Google's own description of the API, which comes with its Python client.

Unlike the API, which ignores what it does not know in places, nothing unknown is let through.
"""

import json
import sys
from importlib import resources

import jsonschema
import yaml

FORMATS = {"int32", "int64", "double", "float"}


def strict(schema):
    """Google's description as JSON Schema: references by name, and no properties besides those named."""
    if "$ref" in schema:
        return {"$ref": "#/$defs/" + schema["$ref"]}
    made = {key: schema[key] for key in ("type", "enum", "pattern") if key in schema}
    if made.get("type") == "any":
        del made["type"]
    if schema.get("format") in FORMATS and made.get("type") == "string":
        # 64-bit numbers travel as strings; YAML may write them either way.
        made["type"] = ["string", "integer"]
    if "properties" in schema:
        made["properties"] = {name: strict(inner) for name, inner in schema["properties"].items()}
        made["additionalProperties"] = False
    elif "additionalProperties" in schema:
        made["additionalProperties"] = strict(schema["additionalProperties"])
    if "items" in schema:
        made["items"] = strict(schema["items"])
    return made


def main(paths):
    documents = resources.files("googleapiclient") / "discovery_cache" / "documents"
    described = json.loads((documents / "run.v1.json").read_text())["schemas"]
    definitions = {name: strict(schema) for name, schema in described.items()}
    faults = 0
    for path in paths:
        with open(path) as file:
            manifest = yaml.safe_load(file)
        schema = {"$ref": "#/$defs/" + manifest["kind"], "$defs": definitions}
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(manifest))
        if "${" in json.dumps(manifest):
            errors.append("a ${...} was not filled in")
        for error in errors:
            where = getattr(error, "json_path", "$")
            print(f"{path}: {where}: {getattr(error, 'message', error)}", file=sys.stderr)
        faults += len(errors)
        print(f"{path}: {manifest['kind']} {manifest['metadata']['name']}, {len(errors)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
