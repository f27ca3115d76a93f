#!/usr/bin/env bash
# See that system packages are there: install them where that is allowed, else name them and fail.
# usage: scripts/ensure_system_packages.sh chromium-headless-shell|libreoffice-writer|python3-venv ...
set -euo pipefail

present() {
  case $1 in
    chromium-headless-shell) [ -x "${CHROMIUM:-/usr/bin/chromium-headless-shell}" ] ;;
    libreoffice-writer) [ -x "${SOFFICE:-/usr/bin/soffice}" ] ;;
    nginx) [ -x "${NGINX:-/usr/sbin/nginx}" ] ;;
    python3-venv) python3 -c "import ensurepip" 2>/dev/null ;;
    *) dpkg -s "$1" >/dev/null 2>&1 ;;
  esac
}

missing=()
for package in "$@"; do
  present "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing the system packages ${missing[*]}."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Missing on this machine: ${missing[*]}. Only an administrator may install it: sudo apt-get install ${missing[*]}" >&2
  case " ${missing[*]} " in *" chromium-headless-shell "*)
    echo "Or let CHROMIUM name a Chromium that is installed elsewhere." >&2 ;;
  esac
  case " ${missing[*]} " in *" libreoffice-writer "*)
    echo "Or let SOFFICE name a LibreOffice that is installed elsewhere." >&2 ;;
  esac
  exit 1
fi
