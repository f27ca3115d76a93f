#!/usr/bin/env bash
# Make .venv hold exactly what a requirements file pins, once: a stamp in .venv names what was installed.
# usage: scripts/ensure_environment.sh requirements.txt|requirements-dev.txt
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=$1
oldest="3.11"

# The first interpreter that runs and is new enough. Pinned packages were tried on 3.11.
find_python() {
  for name in python3.11 python3 python3.13 python3.12 python; do
    if "$name" -c "import sys; sys.exit(sys.version_info < (${oldest/./, }))" 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "Python $oldest or newer is needed and was not found. On Debian: apt-get install python3 python3-venv" >&2
  return 1
}

make_environment() {
  local python log
  python=$(find_python)
  echo "Making the environment in .venv with $("$python" --version)."
  log=$(mktemp)
  if ! "$python" -m venv --clear .venv >"$log" 2>&1; then
    # Debian ships the module without pip unless python3-venv is there.
    if grep -q ensurepip "$log" && scripts/ensure_system_packages.sh python3-venv; then
      "$python" -m venv --clear .venv
    else
      cat "$log" >&2
      exit 1
    fi
  fi
  rm -f "$log"
}

.venv/bin/python -c "import pip" 2>/dev/null || make_environment

stamp=".venv/installed-${wanted%.txt}-$(cat requirements.txt "$wanted" | sha256sum | cut -c1-16)"
if [ ! -e "$stamp" ]; then
  echo "Installing what $wanted pins."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$wanted"
  touch "$stamp"
fi
