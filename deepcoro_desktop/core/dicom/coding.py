"""Coded words of a data set; old SNOMED codes are read as new ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.values import items, text
from deepcoro_desktop.core.reported import Code


def codes_of(data: Dataset, keyword: str) -> tuple[Code, ...]:
    """Return the codes of a code sequence, none where it is missing.

    References
    ----------
    DICOM PS3.3 table 8.8-1 (Code Sequence Macro), PS3.16 section 8 (SRT, SNM3 and 99SDM name SNOMED RT).
    """
    return tuple(code_from(entry) for entry in items(data, keyword))


def code_of(data: Dataset, keyword: str) -> Code:
    """Return the first code of a code sequence, empty where it is missing."""
    return next(iter(codes_of(data, keyword)), Code("", ""))


def code_from(entry: Dataset) -> Code:
    """Return the code of one item of a code sequence."""
    value = text(entry, "CodeValue") or text(entry, "LongCodeValue") or text(entry, "URNCodeValue")
    scheme = text(entry, "CodingSchemeDesignator")
    if scheme in ("SRT", "SNM3", "99SDM"):
        modern = _modern_codes().get(value)
        value, scheme = (modern, "SCT") if modern else (value, scheme)
    return Code(value, scheme, text(entry, "CodeMeaning"))


@cache
def _modern_codes() -> Mapping[str, str]:
    """Return the SNOMED CT code of each old SNOMED RT code; read with the first old code, not with the program."""
    # pydicom 3.0 maps old codes within comparisons only; the table itself has no public name
    from pydicom.sr._snomed_dict import mapping

    return MappingProxyType(mapping["SRT"])
