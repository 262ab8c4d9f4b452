"""The JSON of `deepcoro-desktop analyse`: scripts depend on its keys."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final

from deepcoro_desktop.core.inference.results import (
    Analysis,
    ClipEmbedding,
    ClipViews,
    DraftSection,
    SectionAttention,
    SectionMatches,
)
from deepcoro_desktop.core.study import Study

_DECIMALS: Final = 6


def to_json(analysis: Analysis, study: Study) -> str:
    """Return an analysis as JSON text, keys in a fixed order.

    Clips are in acquisition order, the used and the unused; files that are no clips follow, with an empty
    ``sop_instance_uid``.

    Parameters
    ----------
    analysis : Analysis
        What the pipeline returned.
    study : Study
        The study that it analysed.
    """
    value = {
        "study_uid": analysis.study_instance_uid,
        "bundle_id": analysis.bundle_id,
        "device": analysis.device,
        "clips": _clips(analysis, study),
        "sections": [
            _section(section, attention, matches)
            for section, attention, matches in zip(analysis.sections, analysis.attention, analysis.matches, strict=True)
        ],
        "phenotypes": {
            phenotype.name: {"value": _round(phenotype.value), "votes": phenotype.votes, "of": phenotype.of}
            for phenotype in analysis.phenotypes
        },
        "timing_s": {name: _round(seconds) for name, seconds in dataclasses.asdict(analysis.timings).items()},
    }
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _round(value: float) -> float:
    return round(value, _DECIMALS)


def _clips(analysis: Analysis, study: Study) -> list[dict[str, Any]]:
    views = {clip.sop_instance_uid: clip for clip in analysis.views}
    embeddings = {clip.sop_instance_uid: clip for clip in analysis.embeddings}
    reasons = {clip.sop_instance_uid: clip.reason for clip in analysis.skipped}
    clips = [
        _clip(
            clip.sop_instance_uid,
            clip.source.name,
            reasons.get(clip.sop_instance_uid, ""),
            views.get(clip.sop_instance_uid),
            embeddings.get(clip.sop_instance_uid),
        )
        for clip in study.clips
    ]
    return clips + [_clip("", file.name, file.reason, None, None) for file in study.skipped]


def _clip(uid: str, file: str, reason: str, views: ClipViews | None, embedding: ClipEmbedding | None) -> dict[str, Any]:
    predictions = views.predictions if views else ()
    return {
        "sop_instance_uid": uid,
        "file": file,
        "used": views is not None,
        "reason": reason,
        "views": [{"id": view.view_id, "probability": _round(view.probability)} for view in predictions],
        "embedding_sha256": embedding.sha256 if embedding else "",
    }


def _section(section: DraftSection, attention: SectionAttention, matches: SectionMatches) -> dict[str, Any]:
    return {
        "name": section.name,
        "assessed": section.assessed,
        "weights": {clip.sop_instance_uid: _round(clip.weight) for clip in attention.weights},
        "reports": [
            {
                "report_id": match.report_id,
                "origin": match.origin.value,
                "similarity": _round(match.similarity),
                "weight": _round(match.weight),
            }
            for match in matches.matches
        ],
        "statements": [
            {
                "text": statement.text,
                "votes": statement.votes,
                "of": statement.of,
                "slots": list(statement.slots),
            }
            for statement in section.statements
        ],
    }
