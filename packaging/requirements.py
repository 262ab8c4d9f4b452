"""Write what a requirement of this project, such as ".[train,dev]", installs, one package a line.

usage: python packaging/requirements.py REQUIREMENT [--without NAME]
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from pathlib import Path


def main() -> None:
    """Print the packages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requirement")
    parser.add_argument("--without", default="", metavar="NAME", help="leave this package out")
    options = parser.parse_args()
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = re.fullmatch(r"\.(?:\[(.*)\])?", options.requirement)
    names = extras[1].split(",") if extras and extras[1] else []
    packages = [*project["dependencies"], *(one for name in names for one in project["optional-dependencies"][name])]
    kept = [one for one in packages if re.split(r"[^\w.-]", one)[0] != options.without]
    sys.stdout.write("".join(f"{one}\n" for one in kept))


if __name__ == "__main__":
    main()
