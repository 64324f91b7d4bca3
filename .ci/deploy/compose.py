"""Holds a Compose file to the Compose Specification, with every variable at its default."""

import re
import sys

from compose_spec import PyOptions

DEFAULT = re.compile(r"(?<!\$)\$\{\w+:-([^}]*)}")


def missing(compose):
    """What services need and there is not, as far as the specification's own parser leaves it open."""
    for name, service in compose["services"].items():
        for needed in service.get("depends_on") or {}:
            if needed not in compose["services"]:
                yield f"services.{name}.depends_on: there is no {needed}"
        for volume in service.get("volumes") or []:
            source = volume.split(":")[0]
            if not source.startswith((".", "/")) and source not in compose.get("volumes", {}):
                yield f"services.{name}.volumes: there is no {source}"


def main(path):
    with open(path) as file:
        text = DEFAULT.sub(r"\1", file.read()).replace("$$", "$")
    options = PyOptions()
    options.apply_merge = True
    try:
        compose = options.from_yaml(text)
        compose.validate()
        faults = list(missing(compose.to_dict()))
    except ValueError as fault:
        faults = [fault]
    for fault in faults:
        print(f"{path}: {fault}", file=sys.stderr)
    print(f"{path}: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
