"""Sources, flags and commands in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from deepcoro_desktop.core.beats import Phase
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, SEQUENCES, Item, Sequence
from deepcoro_desktop.core.measurement.measurement import Source
from deepcoro_desktop.core.measurement.reference import Flag
from deepcoro_desktop.core.measurement.table import Row
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.ui.language import mark, tr

SOURCES: Final = {
    Source.READER: mark("reader"),
    Source.CART: mark("cart"),
    Source.AI: mark("AI"),
    None: mark("derived"),
}
UNVERIFIED: Final = mark("check")
"""Beside a value that the model estimates; the column holds no longer word."""
FLAGS: Final = {Flag.NORMAL: "", Flag.LOW: mark("↓ low"), Flag.HIGH: mark("↑ high")}
OFF_PHASE: Final = {
    Phase.END_DIASTOLE: mark("Measured near end-diastole"),
    Phase.END_SYSTOLE: mark("Measured near end-systole"),
}
"""Said of a figure that its item asks for at the other phase."""

TOOLS: Final = {
    Tool.DISTANCE: (mark("Caliper"), mark("Distance: drag from end to end")),
    Tool.TRACE: (mark("Length"), mark("Length along a line: draw it, or click and press Enter")),
    Tool.AREA: (mark("Area"), mark("Area: draw round it, or click its points and press Enter")),
    Tool.ANGLE: (mark("Angle"), mark("Angle: three points, the corner second")),
    Tool.SIMPSON: (mark("Simpson"), mark("Volume: both sides of the annulus, then the apex; or draw the outline")),
    Tool.VELOCITY: (mark("Velocity"), mark("Doppler velocity: one point")),
    Tool.VTI: (mark("VTI"), mark("Velocity time integral: trace the envelope")),
    Tool.SLOPE: (mark("Slope"), mark("Slope, deceleration and pressure half-time: drag down the slope")),
    Tool.INTERVAL: (mark("Time"), mark("Interval and rate: drag from one moment to the other")),
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
    value: float | None = None
    """What the reader typed for the item, in the item's unit; None for one that is to be drawn."""

    @property
    def searched(self) -> str:
        """What is searched: the text, and the short word for a sequence ("as")."""
        return f"{self.text} {self.sequence.key if self.sequence is not None else ''}".casefold()


_TYPED: Final = re.compile(r"(?P<words>.*\S)\s+(?P<number>\d+(?:[.,]\d+)?)")


def commands() -> tuple[Command, ...]:
    """Return all that the command box can start: sequences, named measurements, tools."""
    return (
        *(Command(CommandKind.SEQUENCE, tr("Guided: {label}").format(label=s.label), sequence=s) for s in SEQUENCES),
        *(Command(CommandKind.ITEM, f"{i.label} — {i.name}", item=i) for i in CATALOGUE.values()),
        *(
            Command(CommandKind.TOOL, tr("Tool: {name}").format(name=tr(name)), tool=tool)
            for tool, (name, _) in TOOLS.items()
        ),
    )


def matching(text: str, found: tuple[Command, ...]) -> tuple[Command, ...]:
    """Return the commands that hold every word of a text: first those that begin with it, then those of whole words.

    A name with a number behind it gives the measurements of that name, with this value.
    """
    typed = _TYPED.fullmatch(text.strip())
    if typed is not None:
        value = float(typed["number"].replace(",", "."))
        named = [c for c in matching(typed["words"], found) if c.item is not None]
        return tuple(_with_value(command, value) for command in named)
    words = text.casefold().split()
    hits = [c for c in found if all(word in c.searched for word in words)]

    def rank(command: Command) -> tuple[bool, bool]:
        own = command.searched
        begins = [part for word in words for part in own.replace(":", " ").split() if part.startswith(word)]
        return not own.startswith(text.casefold().strip()), len(begins) < len(words)

    return tuple(sorted(hits, key=rank))


def _with_value(command: Command, value: float) -> Command:
    unit = command.item.unit.value if command.item is not None else ""
    return replace(command, text=f"{command.text} = {value:g} {unit}".rstrip(), value=value)


def row_tip(row: Row) -> str:
    """Return what the tooltip of a value says: full name, formula and its source, range and its citation."""
    lines = [row.name]
    if row.formula:
        lines += row.formula.splitlines()
    elif row.source is not None and row.source is not Source.AI:
        count = len(row.beats)
        beats = (
            tr("{average} of {count} beats").format(average=tr(row.average.value), count=count)
            if count > 1
            else tr("one beat")
        )
        typed = row.source is Source.READER and all(beat.tool is None for beat in row.beats)
        words = tr("Typed by the {source}, {beats}") if typed else tr("Measured by the {source}, {beats}")
        lines.append(words.format(source=tr(SOURCES[row.source]), beats=beats))
    if row.range is not None:
        limits, side, more_or_less = row.range_text.partition(" or ")
        numbers = f"{limits} {row.unit.value}".rstrip() + side + more_or_less
        lines.append(tr("Reference: {range}").format(range=numbers))
        lines.append(row.range.citation)
    if row.warning:
        lines.append(row.warning)
    return "\n".join(lines)


def spoken(row: Row) -> str:
    """Return a row for a screen reader."""
    flag = tr("not verified") if row.source is Source.AI else tr(FLAGS[row.flag]).partition(" ")[2]
    warning = "" if row.source is Source.AI else row.warning
    return ", ".join(part for part in (row.name, row.text, tr(SOURCES[row.source]), flag, warning) if part)


def with_remarks(row: Row, remarks: Mapping[str, str]) -> Row:
    """Return the row with what is to be said of its figures behind its own warning.

    Parameters
    ----------
    row : Row
        The row.
    remarks : mapping of str to str
        Measurement id -> a sentence in the reader's language.
    """
    said = dict.fromkeys(filter(None, (row.warning, *(remarks.get(beat.measurement_id, "") for beat in row.beats))))
    return replace(row, warning="\n".join(said))
