"""Study > Series > Clip, View, Region: what was read from headers, frozen, with units."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from typing import Final

from deepcoro_desktop.core.body_surface import BodySurface, body_surface_m2
from deepcoro_desktop.core.patient import Demographics, Patient, PatientFacts
from deepcoro_desktop.core.reported import CodedView, ScannerReport

_COLOUR_FLOW: Final = 2
"""Region Data Type (0018,6014), DICOM PS3.3 C.8.5.5.1.2."""
_ABBREVIATIONS: Final = (
    ("Parasternal long axis", "PLAX"), ("Parasternal short axis", "PSAX"), ("Apical two chamber", "A2C"),
    ("Apical three chamber", "A3C"), ("Apical four chamber", "A4C"), ("Apical five chamber", "A5C"),
    ("Suprasternal notch", "SSN"), ("inferior vena cava", "IVC"), ("four chamber", "4C"), ("short axis", "SAX"),
    ("aortic and mitral valve", "AV/MV"), ("aortic valve", "AV"), ("mitral valve", "MV"), ("tricuspid valve", "TV"),
    ("pulmonic valve", "PV"), ("Aortic valve", "AV"), ("Mitral valve", "MV"), ("Tricuspid valve", "TV"),
    ("Pulmonic valve", "PV"), ("papillary muscles", "papillary"), ("increased depth", "deep"),
    ("pulmonary artery bifurcation", "PA"), ("pulsed wave", "PW"), ("continuous wave", "CW"), ("Tissue Doppler", "TDI"),
    ("SSN aortic arch", "SSN arch"),
)  # fmt: skip
"""Abbreviations of ASE's nomenclature (J Am Soc Echocardiogr 2019;32:1-64), applied in this order."""


class RegionFormat(Enum):
    """Region Spatial Format (0018,6012), DICOM PS3.3 C.8.5.5.1.1."""

    NONE = 0
    TWO_D = 1
    M_MODE = 2
    SPECTRAL = 3
    WAVEFORM = 4
    GRAPHICS = 5


class RegionUnit(Enum):
    """Physical Units X/Y Direction (0018,6024) and (0018,6026), DICOM PS3.3 C.8.5.5.1.15."""

    NONE = 0
    PERCENT = 1
    DB = 2
    CM = 3
    SECONDS = 4
    HERTZ = 5
    DB_PER_SECOND = 6
    CM_PER_S = 7
    CM2 = 8
    CM2_PER_S = 9
    CM3 = 10
    CM3_PER_S = 11
    DEGREES = 12


@dataclass(frozen=True, slots=True)
class Region:
    """One calibrated rectangle of a picture (an item of Sequence of Ultrasound Regions (0018,6011))."""

    x0: int
    """Left column, counted from 0, inclusive."""
    y0: int
    """Top row, counted from 0, inclusive."""
    x1: int
    """Right column, inclusive."""
    y1: int
    """Bottom row, inclusive."""
    spatial_format: RegionFormat
    data_type: int
    """Region Data Type (0018,6014): 1 tissue, 2 colour flow, 3 PW, 4 CW, 10 ECG trace; PS3.3 C.8.5.5.1.2."""
    unit_x: RegionUnit
    unit_y: RegionUnit
    delta_x: float
    """Physical units per column."""
    delta_y: float
    """Physical units per row."""
    reference_x: int | None = None
    """Column of the reference pixel, relative to x0, None where the header has none."""
    reference_y: int | None = None
    """Row of the reference pixel (the baseline of a spectrum), relative to y0."""
    flags: int = 0
    """Region Flags (0018,6016)."""
    reference_value_y: float = 0.0
    """What the reference row stands for, in units of y (Reference Pixel Physical Value Y (0018,602A))."""

    def __post_init__(self) -> None:
        """Refuse an empty rectangle or a step that is not a number."""
        if self.x1 <= self.x0 or self.y1 <= self.y0:
            raise ValueError("an ultrasound region is empty")
        if not (math.isfinite(self.delta_x) and math.isfinite(self.delta_y)):
            raise ValueError("an ultrasound region has no finite scale")

    @property
    def is_colour_flow(self) -> bool:
        """Whether colours in it stand for flow."""
        return self.data_type == _COLOUR_FLOW

    def contains(self, x: float, y: float) -> bool:
        """Return whether the picture's point (column `x`, row `y`) lies in the rectangle."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


class TimingSource(Enum):
    """Where the time of frames comes from, in the order of trust (FEATURES B1)."""

    FRAME_TIME = "FrameTime"
    FRAME_TIME_VECTOR = "FrameTimeVector"
    RECOMMENDED_RATE = "RecommendedDisplayFrameRate"
    CINE_RATE = "CineRate"
    EFFECTIVE_DURATION = "EffectiveDuration"
    ASSUMED = "assumed"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Timing:
    """When each frame of a clip is shown."""

    frame_starts_ms: tuple[float, ...]
    """Start of each frame from the first, ms; as long as the clip has frames; starts with 0."""
    duration_ms: float
    """Length of one pass through the clip, the last frame's own time included, ms."""
    source: TimingSource

    def __post_init__(self) -> None:
        """Refuse times that do not rise."""
        starts = self.frame_starts_ms
        if not starts or starts[0] != 0.0 or any(b <= a for a, b in pairwise(starts)):
            raise ValueError("frame times must start at 0 and rise")
        if not (math.isfinite(self.duration_ms) and self.duration_ms >= starts[-1]):
            raise ValueError("the duration is shorter than its frames")

    @property
    def frames_per_second(self) -> float:
        """Mean frame rate, 1/s; 0 for a still."""
        if len(self.frame_starts_ms) < 2:
            return 0.0
        return 1000.0 * len(self.frame_starts_ms) / self.duration_ms


class Colours(Enum):
    """How a clip's colour samples are read."""

    AUTOMATIC = "automatic"
    """By the compressed stream itself where that is certain, else by the header."""
    RGB = "rgb"
    YBR = "ybr"


class Calibration(Enum):
    """Whether a clip's regions may be measured in."""

    CALIBRATED = "calibrated"
    UNCALIBRATED = "uncalibrated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ClipSource:
    """Where the bytes of a clip are."""

    path: str
    """File on disk: the DICOM file itself, or the zip that holds it."""
    member: str | None = None
    """Name inside the zip, None for a plain file."""

    @property
    def name(self) -> str:
        """Short name to show: the last part of the file's or member's path."""
        return (self.member or self.path).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Clip:
    """One cine or still, as its header describes it; nothing is decoded."""

    sop_instance_uid: str
    sop_class_uid: str
    series_instance_uid: str
    source: ClipSource
    transfer_syntax_uid: str
    rows: int
    columns: int
    frame_count: int
    photometric: str
    """Photometric Interpretation (0028,0004)."""
    timing: Timing
    calibration: Calibration
    calibration_reason: str
    """Why the calibration is missing or was refused; empty when calibrated."""
    regions: tuple[Region, ...] = ()
    """Trusted regions only; empty unless `calibration` is CALIBRATED."""
    acquired_at: datetime | None = None
    """Acquisition DateTime, else date and time of the content; without zone, as the scanner wrote it."""
    instance_number: int | None = None
    series_number: int | None = None
    heart_rate_bpm: float | None = None
    r_wave_times_ms: tuple[float, ...] = ()
    """R waves from the clip's start, ms (R Wave Time Vector (0018,6060)); empty where unknown."""
    view_name: str | None = None
    """View label that the scanner wrote, if any."""
    coded_view: CodedView | None = None
    """View that its View Code Sequence (0054,0220) names, if any."""
    stage_name: str | None = None
    """Stage of a stress study, if any: "REST", "PEAK"."""
    stage_number: int | None = None
    """Stage Number (0008,2122), from 1."""
    view_number: int | None = None
    """View Number (0008,2128), from 1."""
    trim_frames: tuple[int, int] | None = None
    """First and last frame to show, counted from 0 (Start/Stop Trim (0008,2142), (0008,2143))."""
    colours: Colours = Colours.AUTOMATIC
    """The reader's own choice where a clip comes out in wrong colours."""
    may_show_name: bool = True
    """Whether the patient's name may be in the pixels: Burned In Annotation (0028,0301) is not NO."""
    pixel_aspect: float = 1.0
    """How many times as high as wide a pixel is (Pixel Aspect Ratio (0028,0034)); 1 where the header does not say."""
    sweep: bool = False
    """Preferred Playback Sequencing (0018,1244) is 1: play forward and back."""

    def __post_init__(self) -> None:
        """Refuse a picture without pixels or times that do not fit the frames."""
        if self.rows < 1 or self.columns < 1 or self.frame_count < 1:
            raise ValueError("a clip needs at least one pixel and one frame")
        if len(self.timing.frame_starts_ms) != self.frame_count:
            raise ValueError("the frame times do not fit the number of frames")

    @property
    def is_still(self) -> bool:
        """Whether the clip is a single picture."""
        return self.frame_count == 1


@dataclass(frozen=True, slots=True)
class View:
    """One standard view, a row of resources/views.csv."""

    id: str
    label: str
    window: str
    modality: str
    target: str
    coarse_view: str

    @property
    def short_label(self) -> str:
        """The label as readers abbreviate it, for tiles and lists: "A4C LV focused"."""
        name = self.label
        for long, short in _ABBREVIATIONS:
            name = name.replace(long, short)
        return name


@dataclass(frozen=True, slots=True)
class Series:
    """Clips of one series, in acquisition order."""

    series_instance_uid: str
    number: int | None
    description: str
    clips: tuple[Clip, ...]


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was found and not used, with the reason and what to do."""

    name: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SkippedClip:
    """A clip that an analysis leaves out, and why."""

    sop_instance_uid: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waveform:
    """An ECG that lies in a file of its own, recorded by the clock that timed the clips."""

    source: ClipSource
    study_instance_uid: str
    acquired_at: datetime
    """Without zone, as the recorder wrote it."""


@dataclass(frozen=True, slots=True)
class Study:
    """One examination of one patient."""

    study_instance_uid: str
    patient: Patient
    series: tuple[Series, ...]
    skipped: tuple[SkippedFile, ...] = ()
    description: str = ""
    accession_number: str = ""
    institution: str = ""
    manufacturer: str = ""
    started_at: datetime | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    age_years: int | None = None
    indication: str = ""
    rhythm: str = ""
    waveforms: tuple[Waveform, ...] = ()
    """ECGs in files of their own."""
    reports: tuple[ScannerReport, ...] = ()
    """What the scanner measured: its structured reports."""
    recorded: Demographics | None = None
    """Sex, birth date and age as the files say, where the reader corrected one of them; None where not."""
    surface_formula: BodySurface = BodySurface.MOSTELLER

    @property
    def clips(self) -> tuple[Clip, ...]:
        """All clips and stills of the study, in acquisition order."""
        clips = [clip for series in self.series for clip in series.clips]
        return tuple(sorted(clips, key=acquisition_key))

    @property
    def body_surface_area_m2(self) -> float | None:
        """Body surface area by the reader's formula, m2, None without height and weight."""
        if not self.height_cm or not self.weight_kg:
            return None
        return body_surface_m2(self.height_cm, self.weight_kg, self.surface_formula)

    @property
    def day(self) -> date | None:
        """The day of the study."""
        return self.started_at.date() if self.started_at is not None else None

    @property
    def demographics(self) -> Demographics:
        """Sex, birth date and age as they count now."""
        return Demographics(self.patient.sex, self.patient.birth_date, self.age_years)

    @property
    def recorded_patient(self) -> Patient:
        """The patient as the files say: by this one, studies are matched."""
        known = self.recorded or self.demographics
        return replace(self.patient, sex=known.sex, birth_date=known.birth_date)

    @property
    def facts(self) -> PatientFacts:
        """What the reader may correct, as it stands; of sex, birth date and age only what was corrected."""
        high, low = self.systolic_mmhg, self.diastolic_mmhg
        known = bool(high and low and high > low)
        now, before = self.demographics, self.recorded or self.demographics
        born_anew = now.birth_date != before.birth_date
        follows = born_anew and self.day is not None
        return PatientFacts(
            height_cm=self.height_cm,
            weight_kg=self.weight_kg,
            systolic_mmhg=high if known else None,
            diastolic_mmhg=low if known else None,
            rhythm=self.rhythm,
            indication=self.indication,
            sex=now.sex if now.sex != before.sex else "",
            birth_date=now.birth_date if born_anew else None,
            age_years=now.age_years if now.age_years != before.age_years and not follows else None,
        )

    def with_facts(self, facts: PatientFacts) -> Study:
        """Return the study with these facts; sex, birth date and age as recorded stay beside them."""
        before = self.recorded or self.demographics
        now = before.corrected(facts, self.day)
        return replace(
            self,
            patient=replace(self.patient, sex=now.sex, birth_date=now.birth_date),
            height_cm=facts.height_cm,
            weight_kg=facts.weight_kg,
            systolic_mmhg=facts.systolic_mmhg,
            diastolic_mmhg=facts.diastolic_mmhg,
            rhythm=facts.rhythm,
            indication=facts.indication,
            age_years=now.age_years,
            recorded=before if now != before else None,
        )

    def clip(self, sop_instance_uid: str) -> Clip:
        """Return the clip with this UID; raises KeyError where there is none."""
        for clip in self.clips:
            if clip.sop_instance_uid == sop_instance_uid:
                return clip
        raise KeyError(sop_instance_uid)


def acquisition_key(clip: Clip) -> tuple[bool, datetime, int, int, str]:
    """Return the key that sorts clips by acquisition time, then series, instance number and UID."""
    return (
        clip.acquired_at is None,
        clip.acquired_at or datetime.min,  # noqa: DTZ901
        clip.series_number if clip.series_number is not None else 1 << 30,
        clip.instance_number if clip.instance_number is not None else 1 << 30,
        clip.sop_instance_uid,
    )
