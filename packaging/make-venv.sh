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
# hnswlib comes as source. Without it everything runs; a bundle's graph over a very large report index is not used.
if ! { command -v c++ && "$folder/bin/python" -c '
import pathlib, sysconfig
raise SystemExit(not (pathlib.Path(sysconfig.get_paths()["include"]) / "Python.h").exists())'; } >/dev/null 2>&1; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    headers="$("$python" -c 'import sys; print(f"python3.{sys.version_info[1]}-dev")')"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq g++ "$headers" >/dev/null ||
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq g++ >/dev/null || true
  fi
fi
if "$folder/bin/python" -m pip install --quiet "hnswlib>=0.8" 2>"$folder/hnswlib.log"; then
  "$folder/bin/python" -m pip install --quiet --editable "$requirement"
else
  echo "hnswlib could not be built (a C++ compiler and Python's headers are needed; $folder/hnswlib.log tells more)." >&2
  echo "Everything works without it; the largest report indexes are then searched exactly, which takes longer." >&2
  "$folder/bin/python" packaging/requirements.py "$requirement" --without hnswlib >"$folder/requirements.txt"
  "$folder/bin/python" -m pip install --quiet --requirement "$folder/requirements.txt"
  "$folder/bin/python" -m pip install --quiet --no-deps --editable .
fi
touch "$folder/installed"
