"""What a scanner says in codes: the numbers of its structured report, the view of a clip; nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A coded word: Code Value (0008,0100), Coding Scheme Designator (0008,0102), Code Meaning (0008,0104)."""

    value: str
    scheme: str
    """SCT for SNOMED CT, also where the file writes the old SRT codes; LN for LOINC; DCM; 99... for private ones."""
    meaning: str = ""

    def same(self, other: Code) -> bool:
        """Return whether both mean the same, whatever their wording."""
        return (self.value, self.scheme) == (other.value, other.scheme)


@dataclass(frozen=True, slots=True)
class CodedView:
    """The view that a clip's View Code Sequence (0054,0220) names."""

    meaning: str
    """In the words of the file, its modifiers after it."""
    view_id: str = ""
    """The standard view that is meant, a row of resources/views.csv; empty where no one of them is certain."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """One thing that is said about a number: its name ("Finding Site") and what it is ("Aortic Valve")."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """One numeric item of a structured report."""

    concept: Code
    value: float | None
    """None where the item has no number, or one that is not finite."""
    unit: str
    """UCUM code as written; empty where missing."""
    qualifiers: tuple[Qualifier, ...] = ()
    """Its own first, then those of the containers around it, innermost first; a name occurs once."""
    selected: bool = False
    """Whether the scanner marks it as the one to use among replicates (Selection Status), or as their mean."""
    short_label: str = ""
    sop_instance_uid: str = ""
    """Picture that it was measured on, empty where the report does not say."""
    frame: int | None = None
    """Frame of that picture, from 0."""

    def qualifier(self, name: Code) -> Code | None:
        """Return what is said under a name, None where nothing is."""
        return next((q.value for q in self.qualifiers if q.name.same(name)), None)


@dataclass(frozen=True, slots=True)
class ScannerReport:
    """One structured report of a study."""

    sop_instance_uid: str
    title: str
    template: str
    """Template Identifier (0040,DB00): 5200, 5300; empty where it is not written."""
    manufacturer: str
    values: tuple[ReportedValue, ...]
    """Every numeric item, in the order of the report."""
