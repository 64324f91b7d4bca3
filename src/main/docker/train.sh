#!/usr/bin/env bash
# Starts the package in the current folder once and ends it, so that the JVM writes app.aot beside it. Where the
# environment names a database (QUARKUS_DATASOURCE_JDBC_URL and so on), database code is trained as well.
set -euo pipefail

port=18080
export VIEWER_TOKEN=training CRON_SECRET=training
if [ -z "${QUARKUS_DATASOURCE_JDBC_URL:-}" ]; then
  # No server listens there: each connection is refused at once.
  export QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://127.0.0.1:9/none QUARKUS_FLYWAY_MIGRATE_AT_START=false
fi

java -XX:AOTCacheOutput=app.aot -XX:+UseSerialGC -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="$port" \
  -jar quarkus-run.jar &
application=$!
trap 'kill -9 "$application" 2>/dev/null || true' EXIT

# Without curl, which a runtime image need not have. Any answer will do: the classes are loaded.
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer training\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' \
    "$1" "$2" >&3
  timeout 30 cat <&3 >/dev/null || true
  exec 3>&-
}

up=false
for _ in $(seq 1500); do
  kill -0 "$application" 2>/dev/null || break
  if (ask GET /q/health/live) 2>/dev/null; then
    up=true
    break
  fi
  sleep 0.2
done
if [ "$up" = false ]; then
  echo "The application did not start: no cache" >&2
  exit 1
fi
for path in /q/health /q/metrics /console/sign-in /console/ /console/ticks /api/games /api/admin/ai-models; do
  ask GET "$path"
done
ask POST /api/cron/tick

kill "$application"
# 143: ended by our signal.
wait "$application" || [ $? -eq 143 ]
test -s app.aot
