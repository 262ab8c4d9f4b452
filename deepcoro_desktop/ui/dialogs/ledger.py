"""The ledger: every clip and file of the study, used or not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtWidgets import QWidget

from deepcoro_desktop.core.inference.results import Analysis
from deepcoro_desktop.core.study import Study, View
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label, word_table


def lines(study: Study, analysis: Analysis | None, views: Mapping[str, View]) -> tuple[tuple[str, str, str, str], ...]:
    """Return number, file, view and what became of it, for each clip and then for each refused file."""
    reasons = {skip.sop_instance_uid: skip.reason for skip in analysis.skipped} if analysis else {}
    seen = {found.sop_instance_uid: found for found in analysis.views} if analysis else {}
    rows = []
    for number, clip in enumerate(study.clips, 1):
        uid = clip.sop_instance_uid
        found = seen.get(uid)
        label = ""
        if found is not None:
            view = views.get(found.best.view_id)
            name = view.label if view else found.best.view_id
            label = f"{name} (yours)" if found.overridden else f"{name} {100 * found.best.probability:.0f} %"
        fate = "used" if uid in seen else f"not used: {reasons[uid]}" if uid in reasons else "not analysed yet"
        rows.append((str(number), clip.source.name, label, fate))
    rows += [("–", skip.name, "", f"refused: {skip.reason} {skip.remedy}") for skip in study.skipped]
    return tuple(rows)


class LedgerDialog(Sheet):
    """Used and left out: together as many as were imported."""

    def __init__(
        self, study: Study, analysis: Analysis | None, views: Mapping[str, View], parent: QWidget | None = None
    ) -> None:
        super().__init__("Clips used", 860, 560, parent)
        rows = lines(study, analysis, views)
        used = sum(row[3] == "used" for row in rows)
        words = f"{len(rows)} in the study = {used} used + {len(rows) - used} not used or refused"
        self.words = text_label(words if analysis else f"{len(rows)} in the study; not analysed yet", "dim")
        self.table = word_table(("Clip", "File", "View", "What became of it"), rows, 3)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        if analysis is not None:
            timing = analysis.timings
            seconds = sum(getattr(timing, field.name) for field in fields(timing))
            self.body.addWidget(
                text_label(
                    f"Device {analysis.device} · decoding {timing.decode:.1f} s · "
                    f"preparing {timing.preprocess:.1f} s · views {timing.views:.1f} s · "
                    f"embedding {timing.embed:.1f} s · retrieval {timing.retrieve:.1f} s · in all {seconds:.1f} s",
                    "small",
                )
            )
        self.add_close()
