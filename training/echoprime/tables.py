"""The release's tables: which view counts how much for which section, and which phenotypes a section tells of."""

from __future__ import annotations

import csv
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.manifest import PhenotypeSpec, SectionSpec, ViewLabel
from deepcoro_desktop.core.errors import ArgumentError
from training.echoprime import files
from training.echoprime.candidates import Labels, section_name
from training.echoprime.pickles import read_pickle

logger = logging.getLogger(__name__)

VIEWS: Final = (
    ViewLabel("A2C", "Apical two-chamber", "apical", "2d", "A2C"),
    ViewLabel("A3C", "Apical three-chamber", "apical", "2d", "A3C"),
    ViewLabel("A4C", "Apical four-chamber", "apical", "2d", "A4C"),
    ViewLabel("A5C", "Apical five-chamber", "apical", "2d", "A5C"),
    ViewLabel("Apical_Doppler", "Apical Doppler", "apical", "color", "Apical_Doppler"),
    ViewLabel(
        "Doppler_Parasternal_Long",
        "Parasternal long axis Doppler",
        "parasternal long",
        "color",
        "Doppler_Parasternal_Long",
    ),
    ViewLabel(
        "Doppler_Parasternal_Short",
        "Parasternal short axis Doppler",
        "parasternal short",
        "color",
        "Doppler_Parasternal_Short",
    ),
    ViewLabel("Parasternal_Long", "Parasternal long axis", "parasternal long", "2d", "Parasternal_Long"),
    ViewLabel("Parasternal_Short", "Parasternal short axis", "parasternal short", "2d", "Parasternal_Short"),
    ViewLabel("SSN", "Suprasternal notch", "suprasternal", "2d", "SSN"),
    ViewLabel("Subcostal", "Subcostal", "subcostal", "2d", "Subcostal"),
)
"""In the order of the classifier's outputs."""

_UNITS: Final[Mapping[str, str]] = {"ejection_fraction": "%", "pulmonary_artery_pressure_continuous": "mmHg"}
_NAME_COLUMNS: Final = ("feature", "phenotype", "")
"""Headings under which a table of thresholds names phenotypes; pandas leaves an index without one."""
_AGAIN: Final = "Copy or download the release's file again."


@dataclass(frozen=True, slots=True)
class SectionTable:
    """The sections of the report and the weight of each view for each of them."""

    sections: tuple[SectionSpec, ...]
    """A section needs one of the views that have a weight for it."""
    weights: tuple[tuple[float, ...], ...]
    """Parallel to `sections`, columns in the order of `VIEWS`."""


def read_section_table(release: Path) -> SectionTable:
    """Return assets/MIL_weights.csv; rows and columns go by their names.

    Raises
    ------
    ArgumentError
        If a view has no column, a section stands twice, or a weight is negative or no number.
    """
    path = files.find(release, files.TABLE)
    rows = _read_rows(path)
    if lost := [view.id for view in VIEWS if not rows or view.id not in rows[0]]:
        raise ArgumentError(f"{path.name} has no column {', '.join(lost)}.", _AGAIN)
    weights: dict[str, tuple[float, ...]] = {}
    for row in rows:
        name = section_name(row.get("Section") or row.get("") or "")  # pandas leaves an index without a name
        if not name or name in weights:
            raise ArgumentError(f"{path.name} has a section twice, or one without a name.", _AGAIN)
        weights[name] = tuple(_number(row[view.id], path.name) for view in VIEWS)
        if min(weights[name]) < 0.0:
            raise ArgumentError(f"{path.name} has a weight below 0 for {name}.", _AGAIN)
    sections = tuple(
        SectionSpec(name, tuple(view.id for view, weight in zip(VIEWS, row, strict=True) if weight > 0.0))
        for name, row in weights.items()
    )
    return SectionTable(sections, tuple(weights.values()))


def read_phenotypes(release: Path, labels: Labels, sections: tuple[SectionSpec, ...]) -> tuple[PhenotypeSpec, ...]:
    """Return the phenotypes that the candidates have labels for, each with its section and threshold.

    Parameters
    ----------
    release : Path
        Its files say which section a phenotype belongs to; thresholds may be missing.
    labels : Labels
        Phenotype -> study -> value. Where all are 0 or 1 the phenotype is present or not, else a number.
    sections : tuple of SectionSpec
        Of the table.

    Raises
    ------
    ArgumentError
        If the files are not of the release's form, or name a section that the table does not have.
    """
    path = files.find(release, files.PHENOTYPES)
    raw = read_pickle(path)
    try:
        section_of = {str(name): section_name(str(section)) for section, names in raw.items() for name in names}
    except (AttributeError, TypeError) as error:
        raise ArgumentError(f"{path.name} does not hold a list of phenotypes by section.", _AGAIN) from error
    known = {section.name for section in sections}
    if lost := sorted(set(section_of.values()) - known):
        raise ArgumentError(f"{path.name} names sections without weights: {', '.join(lost)}.", _AGAIN)
    thresholds = _read_thresholds(files.find(release, files.THRESHOLDS))
    phenotypes = []
    for name, section in section_of.items():
        values = set(labels.get(name, {}).values())
        if not values:
            logger.warning("no candidate has a label for %s: it is left out", name)
        elif values <= {0.0, 1.0}:
            phenotypes.append(PhenotypeSpec(name, "binary", threshold=thresholds.get(name), section=section))
        else:
            phenotypes.append(PhenotypeSpec(name, "number", _UNITS.get(name, ""), section=section))
    return tuple(phenotypes)


def _read_thresholds(path: Path) -> dict[str, float]:
    """Return phenotype -> threshold; none where the copy has no such file, or no number in it."""
    if not path.is_file():
        logger.warning("the release has no %s: no phenotype is called present or absent", path.name)
        return {}
    rows = _read_rows(path)
    columns = rows[0] if rows else {}
    name = next((column for column in _NAME_COLUMNS if column in columns), None)
    if rows and (name is None or "threshold" not in columns):
        raise ArgumentError(f"{path.name} has no columns feature and threshold.", _AGAIN)
    return {row[name]: _number(row["threshold"], path.name) for row in rows if name is not None and row["threshold"]}


def _read_rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ArgumentError(f"{path.name} is no table.", _AGAIN) from error


def _number(text: str | None, file: str) -> float:
    try:
        value = float(text or "nan")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ArgumentError(f"{file} has {repr(text) if text else 'nothing'} where a number belongs.", _AGAIN)
    return value
