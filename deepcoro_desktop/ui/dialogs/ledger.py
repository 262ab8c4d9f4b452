"""The ledger: every clip and file of the study, used or not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtWidgets import QWidget

from deepcoro_desktop.core.inference.results import Analysis
from deepcoro_desktop.core.study import Study, View
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label, word_table
from deepcoro_desktop.ui.language import tr


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
            name = tr(view.label) if view else found.best.view_id
            label = (
                tr("{name} (yours)").format(name=name)
                if found.overridden
                else f"{name} {100 * found.best.probability:.0f} %"
            )
        fate = (
            tr("used")
            if uid in seen
            else tr("not used: {reason}").format(reason=reasons[uid])
            if uid in reasons
            else tr("not analysed yet")
        )
        rows.append((str(number), clip.source.name, label, fate))
    rows += [
        ("–", skip.name, "", tr("refused: {reason} {remedy}").format(reason=skip.reason, remedy=skip.remedy))
        for skip in study.skipped
    ]
    return tuple(rows)


class LedgerDialog(Sheet):
    """Used and left out: together as many as were imported."""

    def __init__(
        self, study: Study, analysis: Analysis | None, views: Mapping[str, View], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Clips used"), 860, 560, parent)
        rows = lines(study, analysis, views)
        used = sum(row[3] == tr("used") for row in rows)
        words = tr("{count} in the study = {used} used + {left} not used or refused").format(
            count=len(rows), used=used, left=len(rows) - used
        )
        self.words = text_label(
            words if analysis else tr("{count} in the study; not analysed yet").format(count=len(rows)), "dim"
        )
        self.table = word_table((tr("Clip"), tr("File"), tr("View"), tr("What became of it")), rows, 3)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        if analysis is not None:
            timing = analysis.timings
            seconds = sum(getattr(timing, field.name) for field in fields(timing))
            self.body.addWidget(
                text_label(
                    tr(
                        "Device {device} · decoding {decode:.1f} s · preparing {preprocess:.1f} s · views "
                        "{views:.1f} s · embedding {embed:.1f} s · retrieval {retrieve:.1f} s · in all {seconds:.1f} s"
                    ).format(
                        device=analysis.device,
                        decode=timing.decode,
                        preprocess=timing.preprocess,
                        views=timing.views,
                        embed=timing.embed,
                        retrieve=timing.retrieve,
                        seconds=seconds,
                    ),
                    "small",
                )
            )
        self.add_close()
