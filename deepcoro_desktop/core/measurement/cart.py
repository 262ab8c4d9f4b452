"""The scanner's numbers under our names, where their codes leave no doubt; the others keep the scanner's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE
from deepcoro_desktop.core.measurement.derived import FORMULAS
from deepcoro_desktop.core.measurement.measurement import Anchor, Measurement, Source
from deepcoro_desktop.core.measurement.units import CANONICAL, Unit, convert, from_ucum
from deepcoro_desktop.core.reported import Code, ReportedValue, ScannerReport
from deepcoro_desktop.core.study import Study

_SITE: Final = Code("363698007", "SCT")
_METHOD: Final = Code("370129005", "SCT")
_FLOW: Final = Code("260674002", "SCT")
_MODE: Final = Code("399264008", "SCT")
_DERIVATION: Final = Code("121401", "DCM")
_SUMMARIES: Final = frozenset({"56851009", "255605001", "373099004", "130290", "373100007"})
"""Derivations of one value from several: maximum, minimum, median, mode."""
_SPREADS: Final = frozenset({"386136009", "113061"})
"""Standard deviation: it says how far values lie apart, and is none of them."""

_REGURGITANT: Final = "397417004"
_TWO_DIMENSIONAL: Final = "399064001"
_SCHEMES: Final = ("LN", "SCT")
"""Private codes are shown and never matched: one may look like one of these."""
_BIPLANE: Final = frozenset({"125207", "125227"})
"""Method of Disks, Biplane; Modified Simpson (CID 12228)."""
_SINGLE: Final = frozenset({"125208"})

_AORTIC, _MITRAL, _TRICUSPID, _PULMONIC = "34202007", "91134007", "46030003", "39057004"
_LVOT, _RVOT, _MEDIAL, _LATERAL = "13418002", "44627009", "399093001", "399086000"
_A4C, _A2C = "399214001", "399232001"


@dataclass(frozen=True, slots=True)
class Rule:
    """Which item of a report is which of our values."""

    key: str
    concept: str
    site: str = ""
    """Finding Site that it must have; empty for a concept that names its site itself."""
    methods: frozenset[str] = frozenset()
    """Methods of which it must have one; empty where the method does not matter."""
    regurgitant: bool = False
    view: str = ""

    def takes(self, value: ReportedValue) -> bool:
        """Return whether a reported value is this one."""
        if value.concept.value != self.concept or value.concept.scheme not in _SCHEMES:
            return False
        if self.site and not _is(value.qualifier(_SITE), {self.site}):
            return False
        if self.methods and not _is(value.qualifier(_METHOD), self.methods):
            return False
        if self.view and not any(q.value.value == self.view for q in value.qualifiers):
            return False
        return not self.site or _is(value.qualifier(_FLOW), {_REGURGITANT}) is self.regurgitant


def _is(code: Code | None, values: frozenset[str] | set[str]) -> bool:
    return code is not None and code.value in values


_PRE_COORDINATED: Final = MappingProxyType({
    # CID 12300 (TID 5300); a later code of a key counts only where the earlier is not there: 2D before M-mode
    "lvidd": "80007-8 80008-6", "lvids": "80011-0 80012-8", "ivsd": "79969-2 79968-4", "lvpwd": "80031-8 80032-6",
    "lvedv": "79996-5", "lvesv": "80001-1", "lvef": "79991-6", "lvedv_a4c": "79999-9", "lvedv_a2c": "79998-1",
    "lvesv_a4c": "80004-5", "lvesv_a2c": "80003-7", "lvef_a4c": "79993-2", "lvedv_i": "79997-3", "lvesv_i": "80002-9",
    "fs": "29434-8 29435-5", "lv_mass": "80019-3 80022-7", "lv_mass_i": "80020-1 80023-5", "lvot_d": "80028-4",
    "lvot_vti": "80030-0", "lvot_vmax": "80029-2", "mv_e": "80070-6", "mv_a": "80066-4", "mv_dt": "78191-4",
    "e_septal": "79911-4", "e_lateral": "80054-0", "mv_mean_pg": "80073-0", "mv_vti": "79914-8",
    "mv_pht": "79912-2", "mva_pht": "80069-8", "mva_2d": "80068-0", "mr_pisa": "80059-9", "mr_alias": "80060-7",
    "mr_vmax": "80062-3", "mr_vc": "80061-5", "mr_ero": "80071-4", "mr_volume": "80064-9", "av_vmax": "79964-3",
    "av_vti": "79965-0", "av_mean_pg": "79962-7", "av_peak_pg": "79963-5", "ava": "79958-5", "ava_i": "79959-3",
    "ar_pht": "79947-8", "ar_vc": "79948-6", "tr_vmax": "79921-3", "tr_pg": "79937-9", "tv_e": "79925-4",
    "tapse": "77903-3", "rv_s": "79926-2", "rv_basal": "80080-5", "rv_mid": "80085-4", "rv_wall": "80083-9 80084-7",
    "rv_eda": "80081-3", "rv_esa": "80082-1", "fac": "79936-1", "la_d": "79975-9 79977-5", "lav": "79983-3",
    "lav_i": "79984-1", "lav_a4c": "79986-6", "lav_a2c": "79985-8", "ra_area": "80075-5", "pv_vmax": "79920-5",
    "rvot_vti": "80089-6", "pv_at": "79928-8", "pa_d": "80049-0", "pulm_s": "79917-1", "pulm_d": "79916-3",
    "aortic_root": "79953-6", "aortic_root_i": "79954-4", "stj": "79955-1", "aortic_annulus": "79940-3",
    "ascending_aorta": "79966-8", "ivc_max": "79967-6", "ivrt": "18071-1", "e_a": "18038-0",
})  # fmt: skip

_POST_COORDINATED: Final = (
    # CID 12200 and on (TID 5200): the concept with its site, method, flow and view
    Rule("lvidd", "29436-3"), Rule("lvids", "29438-9"), Rule("ivsd", "18154-5"), Rule("lvpwd", "18152-9"),
    Rule("fs", "18051-3"), Rule("lv_mass", "18087-7"), Rule("la_d", "29469-4"), Rule("aortic_root", "18015-8"),
    Rule("ascending_aorta", "18012-5"), Rule("ivc_max", "18006-7"), Rule("ivc_collapse", "18050-5"),
    Rule("mv_e", "18037-2"), Rule("mv_a", "17978-8"), Rule("mv_dt", "399354002"), Rule("rvsp", "399023006"),
    Rule("lvef", "18043-0", methods=_BIPLANE), Rule("lvedv", "18026-5", methods=_BIPLANE),
    Rule("lvesv", "18148-7", methods=_BIPLANE), Rule("lav", "399235004", methods=_BIPLANE),
    Rule("lvedv_a4c", "18026-5", methods=_SINGLE, view=_A4C), Rule("lvedv_a2c", "18026-5", methods=_SINGLE, view=_A2C),
    Rule("lvesv_a4c", "18148-7", methods=_SINGLE, view=_A4C), Rule("lvesv_a2c", "18148-7", methods=_SINGLE, view=_A2C),
    Rule("lvef_a4c", "18043-0", methods=_SINGLE, view=_A4C),
    Rule("e_septal", "399133000", _MEDIAL), Rule("e_lateral", "399133000", _LATERAL),
    Rule("s_septal", "399167005", _MEDIAL), Rule("lvot_d", "399027007", _LVOT),
    Rule("av_vti", "20354-7", _AORTIC), Rule("lvot_vti", "20354-7", _LVOT), Rule("mv_vti", "20354-7", _MITRAL),
    Rule("mr_vti", "20354-7", _MITRAL, regurgitant=True), Rule("rvot_vti", "20354-7", _RVOT),
    Rule("av_mean_pg", "20256-4", _AORTIC), Rule("mv_mean_pg", "20256-4", _MITRAL),
    Rule("av_peak_pg", "20247-3", _AORTIC), Rule("tr_pg", "20247-3", _TRICUSPID, regurgitant=True),
    *(
        rule
        for concept in ("11726-7", "20355-4")
        for rule in (
            Rule("av_vmax", concept, _AORTIC), Rule("lvot_vmax", concept, _LVOT), Rule("pv_vmax", concept, _PULMONIC),
            Rule("tr_vmax", concept, _TRICUSPID, regurgitant=True), Rule("mr_vmax", concept, _MITRAL, regurgitant=True),
        )
    ),
    Rule("mv_pht", "20280-4", _MITRAL), Rule("ar_pht", "20280-4", _AORTIC, regurgitant=True),
    Rule("ava", "399367004", _AORTIC, frozenset({"125215"})),
    Rule("mva_pht", "399367004", _MITRAL, frozenset({"125210"})),
    Rule("mva_2d", "399367004", _MITRAL, frozenset({"125220"})),
)  # fmt: skip

RULES: Final = (
    *(Rule(key, concept) for key, concepts in _PRE_COORDINATED.items() for concept in concepts.split()),
    *_POST_COORDINATED,
)
"""All rules; of several for one key the first that finds a value counts."""


@dataclass(frozen=True, slots=True)
class CartValue:
    """One number of the scanner and what became of it."""

    reported: ReportedValue
    measurement: Measurement | None
    """Under our name; None for a value that keeps the scanner's words."""
    reason: str = ""
    """Why it has none of our names."""

    @property
    def label(self) -> str:
        """The scanner's words: short label, else the concept, with what is said about it."""
        words = self.reported.short_label or self.reported.concept.meaning or self.reported.concept.value or "no name"
        said = [q.value.meaning for q in self.reported.qualifiers if q.value.meaning and q.name.same(_SITE)]
        return f"{words} ({said[0]})" if said else words

    @property
    def text(self) -> str:
        """Number and unit as the scanner wrote them."""
        if self.reported.value is None:
            return "no value"
        return f"{self.reported.value:g} {self.reported.unit}".strip()


def cart_values(reports: Iterable[ScannerReport], study: Study, now: datetime) -> tuple[CartValue, ...]:
    """Return every number of a study's reports, in order; as many as there are numeric items.

    Replicates of one value become its beats; where the scanner chose one of them, only that counts. Values of different
    methods are never put together, nor is the largest or smallest of some beats counted as one more beat.

    Parameters
    ----------
    reports : iterable of ScannerReport
        The reports.
    study : Study
        For the frames that they refer to.
    now : datetime
        UTC, aware: when they were read.
    """
    values = [value for report in reports for value in report.values]
    chosen: dict[int, tuple[str, float, Unit]] = {}
    reasons: dict[int, str] = {}
    ways: dict[int, _Way] = {}
    best: dict[str, _Way] = {}
    for index, value in enumerate(values):
        found = _identify(value)
        if isinstance(found, str):
            reasons[index] = found
            continue
        rank, key, number, unit = found
        chosen[index] = (key, number, unit)
        ways[index] = _way(rank, value)
        best[key] = min(ways[index], best.get(key, ways[index]))
    for index, (key, _, _) in tuple(chosen.items()):
        if ways[index] != best[key]:
            del chosen[index]
            reasons[index] = "measured in another way than the value in use"
    beats = {key for i, (key, _, _) in chosen.items() if not _summarises(values[i])}
    for index, (key, _, _) in tuple(chosen.items()):
        if key in beats and _summarises(values[index]):
            del chosen[index]
            reasons[index] = "it sums up the other values of its kind"
    pictured = {chosen[i][0]: values[i] for i in reversed(chosen) if values[i].sop_instance_uid}
    selected = {key for i, (key, _, _) in chosen.items() if values[i].selected}
    for index, (key, _, _) in tuple(chosen.items()):
        if key in selected and not values[index].selected:
            del chosen[index]
            reasons[index] = "the scanner chose another of its replicates"
    return tuple(_named(values, chosen, reasons, pictured, study, now))


_Way = tuple[int, bool, str, str]
"""How a value was measured: rank of its rule, whether it is not 2D, its mode and its method; the smaller the better."""


def _way(rank: int, value: ReportedValue) -> _Way:
    mode, method = value.qualifier(_MODE), value.qualifier(_METHOD)
    in_mode = mode.value if mode else ""
    return rank, in_mode not in ("", _TWO_DIMENSIONAL), in_mode, method.value if method else ""


def _summarises(value: ReportedValue) -> bool:
    """Return whether a value is the largest, smallest or the like of several, and the scanner did not choose it."""
    return _is(value.qualifier(_DERIVATION), _SUMMARIES) and not value.selected


def _named(
    values: Sequence[ReportedValue],
    chosen: dict[int, tuple[str, float, Unit]],
    reasons: dict[int, str],
    pictured: dict[str, ReportedValue],
    study: Study,
    now: datetime,
) -> Iterable[CartValue]:
    beats: dict[str, int] = {}
    for index, value in enumerate(values):
        if index not in chosen:
            yield CartValue(value, None, reasons[index])
            continue
        key, number, unit = chosen[index]
        shown = value if value.sop_instance_uid else pictured.get(key, value)  # a mean lies on its beats' pictures
        beats[key] = beats.get(key, 0) + 1
        yield CartValue(
            value,
            Measurement(
                f"cart-{index + 1}", key, "", None, number, unit, Source.CART, beats[key], now,
                anchor=_anchor(shown, study),
            ),
        )  # fmt: skip


def _identify(value: ReportedValue) -> tuple[int, str, float, Unit] | str:
    """Return rank of the rule, key, number and unit of a value, or why it has no name of ours."""
    if value.value is None:
        return "it has no value"
    if _is(value.qualifier(_DERIVATION), _SPREADS):
        return "it says how far the values lie apart"
    rank = next((rank for rank, rule in enumerate(RULES) if rule.takes(value)), None)
    if rank is None:
        return "its code is not one that we know"
    known = from_ucum(value.unit)
    if known is None:
        return f"its unit {value.unit or '(none)'} is not known"
    unit, factor = known
    key = RULES[rank].key
    try:
        number = convert(value.value * factor, unit, canonical_unit(key))
        if key in CATALOGUE:  # what we name has no sign; scanners write flow away from the probe as negative
            number = abs(number)
    except MeasurementError:
        return f"its unit {value.unit} is not one of this quantity"
    return rank, key, number, canonical_unit(key)


def canonical_unit(key: str) -> Unit:
    """Return the unit in which a value enters formulas and ranges."""
    shown = CATALOGUE[key].unit if key in CATALOGUE else FORMULAS[key].unit if key in FORMULAS else Unit.ML
    return CANONICAL.get(shown, shown)


def _anchor(value: ReportedValue, study: Study) -> Anchor | None:
    """Return the frame that a value was measured on; None where the report names none, or none of this study."""
    for clip in study.clips:
        if clip.sop_instance_uid == value.sop_instance_uid:
            frame = value.frame if value.frame is not None and value.frame < clip.frame_count else 0
            return Anchor(clip.series_instance_uid, clip.sop_instance_uid, frame, None, ())
    return None
