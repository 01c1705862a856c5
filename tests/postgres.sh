#!/usr/bin/env bash
# Runs a command with BOLE_DATABASE_URL naming a throw-away PostgreSQL server, and removes the server afterwards.
#   tests/postgres.sh .venv/bin/pytest tests/web
# Exit status 3: no server programs on this machine.
set -euo pipefail

bin=${PG_BIN:-}
for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
  [ -x "$folder/initdb" ] && bin=${PG_BIN:-$folder}
done
if [ -z "$bin" ] && command -v initdb >/dev/null; then bin=$(dirname "$(readlink -f "$(command -v initdb)")"); fi
if [ -z "$bin" ] || [ ! -x "$bin/pg_ctl" ]; then
  echo "No PostgreSQL server programs found (Debian: apt-get install postgresql)." >&2
  exit 3
fi

folder=$(mktemp -d /tmp/bole-pg.XXXXXX)
# PostgreSQL refuses to run as root.
as_server() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
  chown postgres "$folder"
  as_server() { (cd / && setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups "$@"); }
fi

stop() {
  as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_server "$bin/initdb" -D "$folder/data" -U bole --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
rm -f "$folder.log"
# Nothing here outlives the command, so nothing has to survive a crash.
as_server "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" \
  -o "-p $port -h 127.0.0.1 -k $folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50" start >/dev/null \
  || { cat "$folder/log" >&2; exit 1; }

status=0
PATH="$bin:$PATH" BOLE_DATABASE_URL="postgresql://bole@127.0.0.1:$port/postgres" "$@" || status=$?
exit "$status"
