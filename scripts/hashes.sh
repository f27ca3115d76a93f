#!/usr/bin/env bash
# Write requirements.txt and requirements-dev.txt from the .in files: every package at one exact version, with the
# hashes of all its files. What is pinned already stays as it is. To take a newer version, change or add its pin in
# the .in file; for something that is brought along, name it: scripts/hashes.sh --upgrade-package NAME
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 --python-platform x86_64-manylinux_2_28 \
    --no-emit-index-url --custom-compile-command "make hashes" --output-file "$@"
}

compile requirements.txt requirements.in "$@"
# Checks run with the very versions that serve.
compile requirements-dev.txt requirements-dev.in --constraints requirements.txt "$@"
