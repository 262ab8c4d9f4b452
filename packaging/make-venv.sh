#!/usr/bin/env bash
# Makes a virtual environment and installs this project into it, editable.
# usage: PYTHON=python3 packaging/make-venv.sh FOLDER REQUIREMENT
set -euo pipefail

folder="$1"
requirement="$2"
python="${PYTHON:-python3}"

if ! "$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "DeepCORO Desktop needs Python 3.11 or newer; '$python' is older or missing." >&2
  echo "Name another one: make PYTHON=/path/to/python3.11 ..." >&2
  exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  package="$("$python" -c 'import sys; print(f"python3.{sys.version_info[1]}-venv")')"
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
  else
    echo "Python's venv module is missing. Install it with: sudo apt-get install -y $package" >&2
    exit 1
  fi
fi

rm -f "$folder/installed"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --upgrade pip
echo "Installing $requirement into $folder (the first time takes a few minutes)"
"$folder/bin/python" -m pip install --quiet --editable "$requirement"
touch "$folder/installed"
