"""The sentences and labels of a MIMIC-IV-ECHO study, made of its structured measurements: reports are not released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from training.datasets.adapters.mimic_measurements import (
    BODY_SURFACE,
    CONTEXT,
    DEGREES,
    EF_PERCENT,
    EJECTION_FRACTIONS,
    LA_VOLUME_INDEX,
    ORDER,
    PHRASES,
    QUANTITIES,
    UNASSESSED,
    Degree,
    Phrase,
    Quantity,
    graded,
)
from training.datasets.adapters.thresholds import EJECTION_FRACTION, NORMAL, REDUCED_EF, Scale
from training.datasets.records import Label, Problem, SourceSentence
from training.datasets.tables import number
from training.phantom.reports import SECTIONS

_TABLE = "structured-measurement"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One row of the table."""

    name: str
    """In small letters."""
    result: str
    unit: str


@dataclass(slots=True)
class Tally:
    """What could not be used, once for each kind and name, with the number of rows."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, kind: str, name: str, example: str = "") -> None:
        """Count one row."""
        self.counts[kind, name] = self.counts.get((kind, name), 0) + 1
        self.examples.setdefault((kind, name), example)

    def problems(self) -> list[Problem]:
        """Return one problem for each kind and name, in their order."""
        found = []
        for kind, name in sorted(self.counts):
            example = self.examples[kind, name]
            reason = f"{name} in {self.counts[kind, name]} rows" + (f", first {example[:60]!r}." if example else ".")
            found.append(Problem(kind, "", "", reason))
        return found


@dataclass(slots=True)
class _Study:
    """What is said so far."""

    sentences: list[SourceSentence] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    findings: set[str] = field(default_factory=set)

    def say(self, section: str, text: str, concept: str | None = None) -> None:
        self.sentences.append(SourceSentence(section, text, concept))
        if concept is not None:
            self.findings.add(concept.partition("=")[0])

    def label(self, name: str, value: float, source: str, unit: str = "") -> None:
        self.labels.setdefault(name, Label(name, value, unit, f"{_TABLE} {source}"))


def describe(rows: Iterable[Measurement], tally: Tally) -> tuple[tuple[SourceSentence, ...], tuple[Label, ...]]:
    """Return a study's sentences, by section in the order of the phantom's reports, and its labels.

    Parameters
    ----------
    rows : iterable of Measurement
        All rows of one measurement_id; rows without a result are passed over.
    tally : Tally
        Takes what is not known: names, units, texts, values that cannot be, and second results of one name.
    """
    texts: dict[str, Measurement] = {}
    for row in rows:
        if not row.result or row.name in CONTEXT:
            continue
        first = texts.setdefault(row.name, row)
        if first.result != row.result:
            tally.add("measurement with two results", row.name)
    study = _Study()
    known = {*EJECTION_FRACTIONS, "body_surface_area", *QUANTITIES, *DEGREES, *PHRASES}
    for name in texts.keys() - known:
        tally.add("unknown measurement", name)
    _ejection_fraction(study, texts, tally)
    for name, phrases in PHRASES.items():
        if name in texts:
            _phrase(study, name, phrases, texts[name].result, tally)
    for name, degree in DEGREES.items():
        if name in texts:
            _degree(study, name, degree, texts[name].result, tally)
    _quantities(study, texts, tally)
    place = {section: index for index, section in enumerate(SECTIONS)}
    return tuple(sorted(study.sentences, key=lambda sentence: place[sentence.section])), tuple(study.labels.values())


def _value(texts: Mapping[str, Measurement], name: str, quantity: Quantity, tally: Tally) -> float | None:
    """Return a measurement in the unit of its quantity, None where it is not there or not usable."""
    row = texts.get(name)
    if row is None:
        return None
    value = number(row.result)
    unit = row.unit.casefold()
    factor = 1.0 if not unit else quantity.units.get(unit)
    if value is None:
        tally.add("not a number", name, row.result)
    elif factor is None:
        tally.add("unknown unit", name, row.unit)
    elif not quantity.plausible[0] <= value * factor <= quantity.plausible[1]:
        tally.add("implausible value", name, f"{row.result} {row.unit}".strip())
    else:
        return value * factor
    return None


def _ejection_fraction(study: _Study, texts: Mapping[str, Measurement], tally: Tally) -> None:
    """State the measured fraction, or the reader's range, whose middle is the label."""
    biplane, volume, low, high = (_value(texts, name, EF_PERCENT, tally) for name in EJECTION_FRACTIONS)
    measured = biplane if biplane is not None else volume
    if measured is not None:
        percent, said, source = measured, f"{measured:.0f}", "biplane_lvef" if biplane is not None else "lvef_3d"
    elif low is not None and high is not None and high > low:
        percent, said, source = (low + high) / 2, f"{low:.0f} to {high:.0f}", "lvef, lvef_upper"
    elif low is not None:
        percent, said, source = low, f"{low:.0f}", "lvef"
    else:
        return
    value = EJECTION_FRACTION.value(percent)
    if value is None:
        study.say("Left ventricle", f"Left ventricular ejection fraction is {said} %.")
    else:
        words = value.replace("_", " ")
        text = f"Left ventricular systolic function is {words}, ejection fraction {said} %."
        study.say("Left ventricle", text, f"lv.function={value}")
    study.label("ef", percent, source, "%")
    study.label("reduced_ef", float(percent < REDUCED_EF), f"{source} below {REDUCED_EF:.0f} %")


def _phrase(study: _Study, name: str, phrases: Sequence[Phrase], result: str, tally: Tally) -> None:
    small = " ".join(result.casefold().split())
    for phrase in phrases:
        if re.match(phrase.pattern, small):
            study.say(phrase.section, phrase.text, phrase.concept)
            if phrase.phenotype:
                study.label(phrase.phenotype, float(phrase.present), name)
            return
    if not UNASSESSED.search(small):
        tally.add("unknown text", name, result)


def _degree(study: _Study, name: str, degree: Degree, result: str, tally: Tally) -> None:
    word = graded(name, result)
    said = None if word is None else _say(degree.kind, degree.noun, word)
    if word is None or said is None:
        if not UNASSESSED.search(result.casefold()):
            tally.add("unknown text", name, result)
        return
    value, text = said
    study.say(degree.section, text, f"{degree.finding}={value}")
    if degree.phenotype:
        present = word == "reduced" or ORDER.index(word) >= ORDER.index(degree.least)
        study.label(degree.phenotype, float(present), name)


def _say(kind: str, noun: str, degree: str) -> tuple[str, str] | None:
    """Return a degree's value of the finding and its sentence, None where the kind has no such degree."""
    words = degree.replace("_", " ")
    adverb = words.replace("mild", "mildly").replace("moderate", "moderately").replace("severe", "severely")
    if kind == "lesion":
        return degree, "No " + noun + "." if degree == "none" else f"{words.capitalize()} {noun}."
    if kind == "effusion":
        size = words.replace("mild", "small").replace("severe", "large")
        return size.replace(" ", "_"), f"No {noun}." if degree == "none" else f"{size.capitalize()} {noun}."
    if "trace" in degree:
        return None
    if kind == "hypertrophy":
        if degree == "none":
            return "normal", "Left ventricular wall thickness is normal."
        return f"{degree}_hypertrophy", f"{words.capitalize()} {noun} hypertrophy."
    subject, state, normal = {
        "dilation": (f"The {noun}", "dilated", "normal in size"),
        "function": (f"{noun.capitalize()} systolic function", "reduced", "normal"),
        "pressure": (noun.capitalize(), "elevated", "normal"),
    }[kind]
    if degree == "none":
        return "normal", f"{subject} is {normal}."
    if degree == "reduced":
        return degree, f"{subject} is {degree}."
    return f"{adverb} {state}".replace(" ", "_"), f"{subject} is {adverb} {state}."


def _quantities(study: _Study, texts: Mapping[str, Measurement], tally: Tally) -> None:
    """State every number; of those on one finding, the most abnormal one says it, unless a reader's degree did."""
    values = {name: _value(texts, name, quantity, tally) for name, quantity in QUANTITIES.items()}
    surface = _value(texts, "body_surface_area", BODY_SURFACE, tally)
    volume = values["la_vol"]
    if volume is not None and surface is not None:
        values[LA_VOLUME_INDEX] = volume / surface
    if values["mean_e_to_eprime"] is None:
        values["mean_e_to_eprime"] = _mean_ratio(values)
    known = {name: value for name, value in values.items() if value is not None}
    speakers = _speakers(known, study.findings)
    for name, value in known.items():
        quantity = QUANTITIES[name]
        text = quantity.text.format(value)
        word = quantity.scale.value(value) if quantity.scale and name in speakers else None
        if quantity.scale is None or word is None:
            study.say(quantity.section, text)
            continue
        remark = quantity.remark.format("no" if word == "none" else word.replace("_", " "))
        study.say(quantity.section, f"{text[:-1]}, {remark}.", f"{quantity.scale.finding}={word}")
    _phenotypes(study, known)


def _mean_ratio(values: Mapping[str, float | None]) -> float | None:
    early, septal, lateral = (values[name] for name in ("mv_peak_e", "sept_e_prime", "lat_e_prime"))
    return None if early is None or septal is None or lateral is None else early / (0.5 * (septal + lateral))


def _speakers(known: Mapping[str, float], said: set[str]) -> set[str]:
    """Return the measurements that state their finding: for each finding not said yet, the most abnormal value's."""
    best: dict[str, tuple[int, str]] = {}
    for name, value in known.items():
        scale = QUANTITIES[name].scale
        if scale is None or scale.finding in said:
            continue
        word = scale.value(value)
        # a value between the limits of men and women must not be overruled by a normal one
        rank = len(scale.values) if word is None else abs(scale.values.index(word) - _normal(scale))
        if scale.finding not in best or rank > best[scale.finding][0]:
            best[scale.finding] = (rank, name)
    return {name for _, name in best.values()}


def _normal(scale: Scale) -> int:
    return next(place for place, value in enumerate(scale.values) if value in NORMAL)


def _phenotypes(study: _Study, known: Mapping[str, float]) -> None:
    """Label what the numbers decide: 1 if one of them is abnormal, 0 if all are normal, nothing in between."""
    answers: dict[str, dict[str, bool | None]] = {}
    for name, value in known.items():
        quantity = QUANTITIES[name]
        if quantity.scale is not None and quantity.phenotype:
            answers.setdefault(quantity.phenotype, {})[name] = quantity.scale.abnormal(value)
    for phenotype, found in answers.items():
        if any(found.values()):
            study.label(phenotype, 1.0, ", ".join(name for name, abnormal in found.items() if abnormal))
        elif None not in found.values():
            study.label(phenotype, 0.0, ", ".join(found))
