"""``make bench``: every part in a process of its own, one table, and a line of history for each figure.

    python -m tests.benchmarks [PART ...] [--history FILE]

A part is a module of this folder with ``measure() -> list[Line]``.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.line import Line, peak_mb

PARTS = ("phantom", "encoder", "decoding", "study", "retrieval", "playback", "startup")
ONLY_BY_NAME = ("hnsw",)
"""Parts that take hours."""
HISTORY = Path(__file__).with_name("history.jsonl")
ONE_PART = "--one-part"


def main() -> int:
    """Measure the parts that were asked for, print the table and keep the history."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words = f"of {', '.join(PARTS)}; all these where none is named; or {', '.join(ONLY_BY_NAME)}"
    parser.add_argument("parts", nargs="*", metavar="PART", help=words)
    parser.add_argument("--history", type=Path, default=HISTORY, help="JSON lines that the figures are added to")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.parts) - {*PARTS, *ONLY_BY_NAME}):
        parser.error(f"there is no part {', '.join(unknown)}; choose of {', '.join(PARTS + ONLY_BY_NAME)}")
    failed, lines = [], []
    for part in arguments.parts or PARTS:
        run = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks", ONE_PART, part], stdout=subprocess.PIPE, check=False
        )
        if run.returncode:
            failed.append(part)
            continue
        found = [Line(**line) for line in json.loads(run.stdout.splitlines()[-1])]
        sys.stdout.write("".join(f"{row(line)}\n" for line in found))
        sys.stdout.flush()
        lines.extend(found)
    sys.stdout.write(f"\nMeasured on: {machine()}\n\n{table(lines)}\n")
    keep(lines, arguments.history)
    if failed:
        sys.stderr.write(f"These parts failed: {', '.join(failed)}.\n")
    return 1 if failed else 0


def measure_part(part: str) -> None:
    """Print the part's lines as one line of JSON, with the memory that its process took."""
    lines = importlib.import_module(f"tests.benchmarks.{part}").measure()
    with_memory = [dataclasses.replace(line, peak_mb=line.peak_mb or round(peak_mb())) for line in lines]
    sys.stdout.write(json.dumps([dataclasses.asdict(line) for line in with_memory]) + "\n")


def row(line: Line) -> str:
    """Return one row of the table, in Markdown."""
    sign = "at least" if line.goal_is_least else "at most"
    mark = "yes" if line.reached else "**no**"
    return (
        f"| {line.name} | {line.seconds:.4g} s | {line.baseline} | {line.baseline_seconds:.4g} s | "
        f"{line.ratio:.3g} | {sign} {line.goal:g} | {mark} | {line.peak_mb:.0f} MB |"
    )


def table(lines: list[Line]) -> str:
    """Return the whole table, in Markdown."""
    head = "| measured | time | against | time | ratio | goal | reached | memory |\n|---|---|---|---|---|---|---|---|\n"
    return head + "\n".join(row(line) for line in lines)


def machine() -> str:
    """Return the processor's name, its cores and the system."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        name = models[0] if models else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def keep(lines: list[Line], history: Path) -> None:
    """Add a JSON line for each figure to the history."""
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with history.open("a", encoding="utf-8") as file:
        for line in lines:
            entry = {"when": when, "machine": machine(), "ratio": round(line.ratio, 4), **dataclasses.asdict(line)}
            file.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == [ONE_PART]:
        measure_part(sys.argv[2])
    else:
        sys.exit(main())
