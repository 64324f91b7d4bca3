"""Holds the objects of KEDA in rendered manifests to models generated from KEDA's own definitions, and writes all others to
a second file, for the schemas of Kubernetes."""

import sys

import yaml
from cloudcoil.models.keda import v1alpha1
from pydantic import BaseModel

MODELS = {"ScaledObject": v1alpha1.ScaledObject, "TriggerAuthentication": v1alpha1.TriggerAuthentication}


def lost(given, read, path):
    """Fields that the definitions do not have, or that are not written as they want them."""
    if isinstance(given, dict):
        for name, value in given.items():
            if name not in (read if isinstance(read, dict) else {}):
                yield f"{path}.{name}: unknown"
            else:
                yield from lost(value, read[name], f"{path}.{name}")
    elif isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        for index, value in enumerate(given):
            yield from lost(value, read[index], f"{path}[{index}]")
    elif given != read or type(given) is not type(read):
        yield f"{path}: {given!r} is no valid value"


def faults(document):
    model = MODELS.get(document["kind"])
    if model is None:
        return [f"no model for {document['kind']}"]
    try:
        parsed: BaseModel = model.model_validate(document)
    except ValueError as fault:
        return [str(fault)]
    return list(lost(document, parsed.model_dump(mode="json", by_alias=True, exclude_none=True), document["kind"]))


def main(path, others):
    with open(path) as file:
        documents = [document for document in yaml.safe_load_all(file) if document]
    ours = [document for document in documents if document["apiVersion"].startswith("keda.sh/")]
    with open(others, "w") as file:
        yaml.safe_dump_all([document for document in documents if document not in ours], file)
    found = [fault for document in ours for fault in faults(document)]
    if not any(document["kind"] == "ScaledObject" for document in ours):
        found.append("there is no ScaledObject")
    for fault in found:
        print(f"{path}: {fault}", file=sys.stderr)
    print(f"{path}: {len(ours)} objects of KEDA, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
