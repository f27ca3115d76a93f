#!/usr/bin/env bash
# Before serving: fill an empty database with the demonstration meeting and say who can sign in.
# A database that holds a text of its own, and production, are left alone; `flask demo` tells which it is.
set -euo pipefail
cd "$(dirname "$0")/.."

flask() { .venv/bin/flask --app wsgi "$@"; }

if [ "${ACM_ENV:-}" != production ]; then
  flask demo --accounts 2>/dev/null || flask demo || [ $? = 1 ]
fi
