# Read by mvnw and ziggurat: exports JAVA_HOME of a JDK 25 or newer, or says that there is none and ends the script.
# shellcheck shell=sh
jdk_major() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :; }
if [ -z "${JAVA_HOME:-}" ]; then
  for jdk in /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    if [ -x "$jdk/bin/javac" ] && [ "$(jdk_major "$jdk")" -ge 25 ] 2>/dev/null; then
      JAVA_HOME="$jdk"
      export JAVA_HOME
      break
    fi
  done
fi
if [ -z "${JAVA_HOME:-}" ] || ! [ "$(jdk_major "$JAVA_HOME")" -ge 25 ] 2>/dev/null; then
  echo "Ziggurat needs JDK 25: install one (for example Eclipse Temurin 25) and export JAVA_HOME=/path/to/jdk-25" >&2
  exit 1
fi
