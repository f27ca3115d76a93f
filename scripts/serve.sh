#!/usr/bin/env bash
# Serve, with the worker beside the server: whichever is asked to end, both do.
set -u
cd "$(dirname "$0")/.."

.venv/bin/flask --app wsgi work &
worker=$!
.venv/bin/gunicorn wsgi:app &
server=$!
trap 'kill "$server" "$worker" 2>/dev/null' INT TERM

wait "$server"
code=$?
while kill -0 "$server" 2>/dev/null; do # a signal ends the waiting before it ends the server
  wait "$server"
  code=$?
done
kill "$worker" 2>/dev/null
wait "$worker" 2>/dev/null
exit "$code"
