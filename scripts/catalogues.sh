#!/usr/bin/env bash
# Collect every marked sentence, offer new ones to the French and Arabic catalogues, spell both by rule, compile both.
set -euo pipefail
cd "$(dirname "$0")/.."

translations=acm_drafts/translations
template=$(mktemp)
trap 'rm -f "$template"' EXIT

.venv/bin/pybabel -q extract --mapping=babel.cfg --keywords=N_ --keywords=NN_:1,2 --keywords=_l --sort-by-file --add-location=file \
  --project=acm_drafts --output="$template" .
for language in fr ar; do
  catalogue=$translations/$language/LC_MESSAGES/messages.po
  if [ -e "$catalogue" ]; then
    .venv/bin/pybabel -q update --input-file="$template" --output-file="$catalogue" --locale=$language \
      --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
  else
    .venv/bin/pybabel -q init --input-file="$template" --output-file="$catalogue" --locale=$language
  fi
done
.venv/bin/python -m scripts.typography
for language in fr ar; do
  catalogue=$translations/$language/LC_MESSAGES/messages.po
  .venv/bin/pybabel -q compile --input-file="$catalogue" --output-file="${catalogue%.po}.mo" --locale=$language
done
