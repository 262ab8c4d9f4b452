"""The model card: which model drafts, what it learned from, how good it is, where it fails."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deepcoro_desktop import __version__
from deepcoro_desktop.core.bundle.manifest import Manifest, Metric, TrainedOn
from deepcoro_desktop.core.bundle.report_graph import can_use_graphs, search_words
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label, word_table
from deepcoro_desktop.ui.errors import ProblemBar
from deepcoro_desktop.ui.language import mark, tr

_LEARNED_FROM = {
    TrainedOn.SYNTHETIC: mark("Synthetic data: computed hearts, no patient. For demonstration, not for diagnosis."),
    TrainedOn.CLINICAL: mark("Clinical data."),
}


def figure(metric: Metric) -> str:
    """Return a figure with its interval."""
    value = f"{metric.value:.3g}"
    if metric.low is None or metric.high is None:
        return value
    return tr("{value} (95 % interval {low:.3g} to {high:.3g})").format(value=value, low=metric.low, high=metric.high)


class ModelCard(Sheet):
    """About this program and the bundle that it works with."""

    settings_requested = Signal()

    def __init__(
        self,
        manifest: Manifest | None,
        manifest_sha256: str,
        problem: DeepcoroError | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(manifest.title if manifest else tr("No model"), 780, 680, parent)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        if problem is not None:
            bar = ProblemBar()
            bar.dismiss.hide()
            bar.show_error(problem)
            column.addWidget(bar)
        if manifest is None:
            words = tr("Studies can be read, reported and signed without a model; nothing is drafted.")
            column.addWidget(text_label(words, wrap=True))
        else:
            self._fill(column, manifest, manifest_sha256)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(tr("Model card"))
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(
            text_label(
                tr("DeepCORO Desktop {version} · Apache-2.0 · research use only").format(version=__version__), "small"
            )
        )
        self.settings = QPushButton(tr("Settings"))
        self.settings.setToolTip(tr("Another bundle, another device, or no model"))
        self.settings.setAutoDefault(False)
        self.settings.clicked.connect(self.accept)
        self.settings.clicked.connect(self.settings_requested)
        self.buttons.insertWidget(0, self.settings)
        self.add_close()

    def _fill(self, column: QVBoxLayout, manifest: Manifest, manifest_sha256: str) -> None:
        graphs = " · ".join(f"{model.role.value.replace('_', ' ')} {model.precision}" for model in manifest.models)
        index = manifest.report_index
        facts = (
            (tr("Bundle"), manifest.bundle_id),
            (tr("Hash"), f"SHA-256 {manifest_sha256}"),
            (tr("Made"), manifest.created_utc),
            (tr("Intended use"), manifest.intended_use),
            (tr("Trained on"), tr(_LEARNED_FROM[manifest.trained_on])),
            (
                tr("Views"),
                tr("{views} views, {sections} sections of the report").format(
                    views=len(manifest.views), sections=len(manifest.sections)
                ),
            ),
            (
                tr("Prior reports"),
                tr("{count} {origin} reports; {neighbours} nearest ones vote").format(
                    count=index.count, origin=tr(index.origin.value), neighbours=index.neighbours
                ),
            ),
            (tr("Search"), search_words(index, can_use_graphs())),
            (tr("Graphs"), graphs),
            (tr("Licence"), manifest.licence),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(facts):
            grid.addWidget(text_label(name, "dim"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text_label(words, wrap=True), row, 1)
        column.addLayout(grid)
        column.addWidget(_line())
        column.addWidget(text_label(tr("How good it is"), "heading"))
        if manifest.metrics:
            rows = [(m.name.replace("_", " "), figure(m), str(m.n)) for m in manifest.metrics]
            table = word_table((tr("Figure"), tr("Value"), "n"), rows, 0)
            table.setFixedHeight(min(300, 40 + 26 * len(rows)))
            column.addWidget(table)
            for note in dict.fromkeys(metric.note for metric in manifest.metrics if metric.note):
                column.addWidget(text_label(tr("Measured by {note}").format(note=note), "small", wrap=True))
        else:
            column.addWidget(text_label(tr("The bundle states no figures."), "dim"))
        column.addWidget(_line())
        column.addWidget(text_label(tr("Known limits"), "heading"))
        for limit in manifest.limits or (tr("The bundle states no limits. Assume that it has some."),):
            column.addWidget(text_label(f"·  {limit}", wrap=True))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
