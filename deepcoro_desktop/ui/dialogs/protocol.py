"""What a complete adult examination holds and this one does not."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from deepcoro_desktop.core.protocol import Completeness
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label, word_table
from deepcoro_desktop.ui.language import mark, plural, tr
from deepcoro_desktop.ui.vocabulary import protocol_words

_SOURCE = mark(
    "Expected parts of a comprehensive adult transthoracic examination: American Society of Echocardiography, "
    "J Am Soc Echocardiogr 2019;32:1-64. Views are those that the model or you gave the clips."
)


class ProtocolDialog(Sheet):
    """The expected parts in the order of recording, the missing ones first told by word."""

    def __init__(self, found: Completeness, parent: QWidget | None = None) -> None:
        super().__init__(tr("Completeness of the examination"), 640, 620, parent)
        count = len(found.missing)
        words = (
            plural("{words}. %n missing.", "{words}. %n missing.", count).format(words=protocol_words(found))
            if count
            else tr("{words}. Nothing is missing.").format(words=protocol_words(found))
        )
        self.words = text_label(words, "dim")
        missing = set(found.missing)
        rows = [
            (tr("missing") if part in missing else tr("recorded"), part.name, tr(part.window))
            for part in sorted(found.expected, key=lambda part: part not in missing)
        ]
        self.table = word_table(("", tr("Part"), tr("Window")), rows, 1)
        self.table.setAccessibleName(tr("Parts of the examination"))
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(text_label(tr(_SOURCE), "small", wrap=True))
        self.add_close()
