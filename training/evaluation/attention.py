"""Whether attention looks where a section can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from deepcoro_desktop.core.bundle.manifest import Manifest
from training.evaluation.data import Cohort
from training.evaluation.figures import Counts, Figures, Floats, ratio, value_of, with_interval
from training.evaluation.readings import Reading

MAJORITY: Final = 0.5


def attention_figures(readings: Sequence[Reading], group: Cohort, manifest: Manifest, counts: Counts) -> Figures:
    """Return in how many sections the clip with most weight shows, in most studies, one of the section's views.

    Counted are studies that have such a clip and another, by the true views; clips of unknown view do not count. For
    each section also the mean weight on clips that show it, beside the share that they would have if all clips counted
    alike. The map holds the mean weight of each view in units of that equal share: 1 is no preference.
    """
    ids = [view.id for view in manifest.views]
    sections: Figures = {}
    shares = []
    rows = []
    for place, section in enumerate(manifest.sections):
        informative = np.isin(ids, section.required_views)
        table = np.zeros((len(readings), 4))  # first is right, studies, weight on informative clips, equal share
        weighed, seen = np.zeros(len(ids)), np.zeros(len(ids))
        for study, (reading, clips) in enumerate(zip(readings, group.clips_of, strict=True)):
            weight_of = {int(one.sop_instance_uid): one.weight for one in reading.attention[place].weights}
            known = clips[group.store.view_of[clips] >= 0]
            views = group.store.view_of[known]
            weights = np.asarray([weight_of[int(clip)] for clip in known])
            np.add.at(weighed, views, weights * len(clips))
            np.add.at(seen, views, 1.0)
            shows = informative[views]
            if shows.any() and not shows.all():
                table[study] = (shows[weights.argmax()], 1.0, weights[shows].sum(), shows.mean())
        share = ratio(table[:, 0], table[:, 1])
        shares.append(share)
        sections[section.name] = {
            "share": value_of(share, len(readings)),
            "studies": int(table[:, 1].sum()),
            **with_interval("weight", ratio(table[:, 2], table[:, 1]), counts),
            "equal_share": value_of(ratio(table[:, 3], table[:, 1]), len(readings)),
        }
        rows.append(np.divide(weighed, seen, out=np.full(len(ids), np.nan), where=seen > 0.0).tolist())

    def sections_right(drawn: Counts) -> Floats:
        values = np.stack([share(drawn) for share in shares])
        right = (values > MAJORITY).sum(axis=0).astype(np.float64)
        return np.where(np.isnan(values).all(axis=0), np.nan, right)

    return {
        **with_interval("sections_with_true_view_first", sections_right, counts),
        "of": len(manifest.sections),
        "sections": sections,
        "map": {"sections": [section.name for section in manifest.sections], "ids": ids, "weights": rows},
    }
