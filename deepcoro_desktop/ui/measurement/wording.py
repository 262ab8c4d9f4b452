"""Sources, flags and commands in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, SEQUENCES, Item, Sequence
from deepcoro_desktop.core.measurement.measurement import Source
from deepcoro_desktop.core.measurement.reference import Flag
from deepcoro_desktop.core.measurement.table import Row
from deepcoro_desktop.core.measurement.tools import Tool

SOURCES: Final = {Source.READER: "reader", Source.CART: "cart", Source.AI: "AI", None: "derived"}
UNVERIFIED: Final = "check"
"""Beside a value that the model estimates; the column holds no longer word."""
FLAGS: Final = {Flag.NORMAL: "", Flag.LOW: "↓ low", Flag.HIGH: "↑ high"}

TOOLS: Final = {
    Tool.DISTANCE: ("Caliper", "Distance: drag from end to end"),
    Tool.TRACE: ("Length", "Length along a line: draw it, or click and press Enter"),
    Tool.AREA: ("Area", "Area: draw round it, or click its points and press Enter"),
    Tool.ANGLE: ("Angle", "Angle: three points, the corner second"),
    Tool.SIMPSON: ("Simpson", "Volume: both sides of the annulus, then the apex; or draw the outline"),
    Tool.VELOCITY: ("Velocity", "Doppler velocity: one point"),
    Tool.VTI: ("VTI", "Velocity time integral: trace the envelope"),
    Tool.SLOPE: ("Slope", "Slope, deceleration and pressure half-time: drag down the slope"),
    Tool.INTERVAL: ("Time", "Interval and rate: drag from one moment to the other"),
}
"""Tool -> its name on the button, and what the hand does."""


class CommandKind(Enum):
    """What a line of the command box starts."""

    SEQUENCE = "guided"
    ITEM = "measure"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command box."""

    kind: CommandKind
    text: str
    """What is shown and searched."""
    sequence: Sequence | None = None
    item: Item | None = None
    tool: Tool | None = None


def commands() -> tuple[Command, ...]:
    """Return all that the command box can start: sequences, named measurements, tools."""
    return (
        *(Command(CommandKind.SEQUENCE, f"Guided: {s.label}", sequence=s) for s in SEQUENCES),
        *(Command(CommandKind.ITEM, f"{i.label} — {i.name}", item=i) for i in CATALOGUE.values()),
        *(Command(CommandKind.TOOL, f"Tool: {name}", tool=tool) for tool, (name, _) in TOOLS.items()),
    )


def matching(text: str, found: tuple[Command, ...]) -> tuple[Command, ...]:
    """Return the commands that hold every word of a text: first those that begin with it, then those of whole words."""
    words = text.casefold().split()
    hits = [c for c in found if all(word in c.text.casefold() for word in words)]

    def rank(command: Command) -> tuple[bool, bool]:
        own = command.text.casefold()
        begins = [part for word in words for part in own.replace(":", " ").split() if part.startswith(word)]
        return not own.startswith(text.casefold().strip()), len(begins) < len(words)

    return tuple(sorted(hits, key=rank))


def row_tip(row: Row) -> str:
    """Return what the tooltip of a value says: full name, formula and its source, range and its citation."""
    lines = [row.name]
    if row.formula:
        lines += row.formula.splitlines()
    elif row.source is not None and row.source is not Source.AI:
        count = len(row.beats)
        beats = f"{row.average.value} of {count} beats" if count > 1 else "one beat"
        lines.append(f"Measured by the {SOURCES[row.source]}, {beats}")
    if row.range is not None:
        lines.append(f"Reference: {row.range_text} {row.unit.value}".rstrip())
        lines.append(row.range.citation)
    if row.warning:
        lines.append(row.warning)
    return "\n".join(lines)


def spoken(row: Row) -> str:
    """Return a row for a screen reader."""
    flag = "not verified" if row.source is Source.AI else FLAGS[row.flag].partition(" ")[2]
    return ", ".join(part for part in (row.name, row.text, SOURCES[row.source], flag) if part)
