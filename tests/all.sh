#!/usr/bin/env bash
# Runs every test with the interpreter of .venv, ring by ring, and says at the end what this machine could not run.
# With BOLE_TEST_EVERYTHING=1 nothing may be left out.
set -uo pipefail
cd "$(dirname "$0")/.."

bin=${BOLE_BIN:-.venv/bin}
failed=() skipped=()
unset BOLE_DATABASE_URL

ring() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  local began=$SECONDS status=0
  "$@" || status=$?
  printf -- '-- %s: %s seconds\n' "$name" "$((SECONDS - began))"
  return "$status"
}

# One after another in each ring: some tests measure time.
ring "domain, house, packs, benches" "$bin/pytest" tests --ignore=tests/web --ignore=tests/journeys || failed+=("domain, house, packs, benches")
ring "web on SQLite" "$bin/pytest" tests/web -n 2 || failed+=("web on SQLite")

if [ -n "${BOLE_DATABASE_URL_TEST:-}" ]; then
  postgres() { BOLE_DATABASE_URL=$BOLE_DATABASE_URL_TEST "$@"; }
else
  postgres() { tests/postgres.sh "$@"; }
fi
status=0
ring "web on PostgreSQL" postgres "$bin/pytest" tests/web -n 2 || status=$?
if [ "$status" = 3 ]; then skipped+=("web on PostgreSQL: no server programs (Debian: apt-get install postgresql)"); elif [ "$status" != 0 ]; then failed+=("web on PostgreSQL"); fi

if [ -n "${BOLE_CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null; then
  ring "journeys in a browser" "$bin/pytest" tests/journeys || failed+=("journeys in a browser")
else
  skipped+=("journeys: no Chromium (Debian: apt-get install chromium fonts-noto-cjk)")
fi

printf '\n'
for what in ${skipped[@]+"${skipped[@]}"}; do echo "NOT RUN  $what"; done
for what in ${failed[@]+"${failed[@]}"}; do echo "FAILED   $what"; done
if [ -n "${BOLE_TEST_EVERYTHING:-}" ] && [ "${#skipped[@]}" != 0 ]; then exit 1; fi
[ "${#failed[@]}" = 0 ] || exit 1
echo "All that could run has passed in $SECONDS seconds."
