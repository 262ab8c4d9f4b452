"""The truth about one synthetic heart.

References
----------
Normal sizes: Lang et al., J Am Soc Echocardiogr 2015;28:1-39 (chamber quantification), tables 2 to 10.
Valve severity: Zoghbi et al., J Am Soc Echocardiogr 2017;30:303-371; Baumgartner et al., J Am Soc Echocardiogr
2017;30:372-392 and 2009;22:1-23.
Right heart and IVC: Rudski et al., J Am Soc Echocardiogr 2010;23:685-713.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from types import MappingProxyType

SEGMENT_NAMES: tuple[str, ...] = (
    *(
        "basal anterior",
        "basal anteroseptal",
        "basal inferoseptal",
        "basal inferior",
        "basal inferolateral",
        "basal anterolateral",
    ),
    *("mid anterior", "mid anteroseptal", "mid inferoseptal", "mid inferior", "mid inferolateral", "mid anterolateral"),
    *("apical anterior", "apical septal", "apical inferior", "apical lateral", "apex"),
)
"""The 17 segments in the order of the AHA model (Cerqueira et al., Circulation 2002;105:539-542)."""

TERRITORIES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "anterior": (0, 1, 6, 7, 12, 13, 16),
        "apical": (12, 13, 14, 15, 16),
        "inferior": (2, 3, 8, 9, 14),
        "inferolateral": (4, 10),
        "lateral": (5, 4, 11, 10, 15),
    }
)
"""Coronary territory -> segment indices that lose motion after an infarct there."""


class Severity(IntEnum):
    """Grade of a lesion."""

    NONE = 0
    TRACE = 1
    MILD = 2
    MODERATE = 3
    SEVERE = 4


class Rhythm(Enum):
    """Cardiac rhythm."""

    SINUS = "sinus"
    ATRIAL_FIBRILLATION = "atrial_fibrillation"


class AtrialSeptum(Enum):
    """State of the interatrial septum."""

    INTACT = "intact"
    SHUNT = "shunt"
    ANEURYSM = "aneurysm"


class PulmonaryVeinFlow(Enum):
    """Systolic pulmonary venous flow."""

    NORMAL = "normal"
    BLUNTED = "blunted"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Heart:
    """Truth of one study; every picture, number and sentence of the phantom derives from it."""

    causes: tuple[str, ...]
    """Names from :data:`~training.phantom.cases.PROPORTIONS` that were drawn; empty for a normal heart."""
    age_y: float
    sex: str
    """DICOM Patient's Sex, F or M."""
    height_cm: float
    weight_kg: float
    heart_rate_bpm: float
    rhythm: Rhythm
    lv_edv_ml: float
    lv_esv_ml: float
    septal_thickness_cm: float
    posterior_thickness_cm: float
    segment_motion: tuple[float, ...]
    """Share of normal inward motion, 17 values: 1 normal, 0.4 hypokinetic, 0 akinetic, below 0 dyskinetic."""
    infarct_territory: str
    """Key of :data:`TERRITORIES`, or empty."""
    rv_basal_cm: float
    rv_fac_pct: float
    tapse_mm: float
    rv_s_cm_s: float
    la_volume_ml: float
    ra_volume_ml: float
    aortic_root_cm: float
    ascending_aorta_cm: float
    lvot_diameter_cm: float
    mitral_regurgitation: Severity
    mitral_jet_eccentric: bool
    mitral_stenosis: Severity
    aortic_regurgitation: Severity
    aortic_stenosis: Severity
    tricuspid_regurgitation: Severity
    pulmonic_regurgitation: Severity
    pulmonic_stenosis: Severity
    effusion: Severity
    """TRACE, MILD (small), MODERATE or SEVERE (large)."""
    effusion_cm: float
    ivc_cm: float
    ivc_collapse_pct: float
    rap_mmhg: float
    rvsp_mmhg: float
    pa_diameter_cm: float
    atrial_septum: AtrialSeptum
    pulmonary_vein_flow: PulmonaryVeinFlow
    e_cm_s: float
    a_cm_s: float
    e_septal_cm_s: float
    e_lateral_cm_s: float
    s_septal_cm_s: float
    mitral_mean_gradient_mmhg: float
    lvot_vti_cm: float
    av_vmax_cm_s: float
    av_mean_gradient_mmhg: float
    av_area_cm2: float
    tr_vmax_cm_s: float
    pv_vmax_cm_s: float

    def __post_init__(self) -> None:
        """Refuse a heart that could not beat."""
        if not 0.0 < self.lv_esv_ml < self.lv_edv_ml:
            raise ValueError("end-systolic volume must lie between zero and end-diastolic volume")
        if len(self.segment_motion) != len(SEGMENT_NAMES):
            raise ValueError("segment_motion needs 17 values")
        if self.sex not in ("F", "M"):
            raise ValueError("sex must be F or M")

    @property
    def ef_pct(self) -> float:
        """Left ventricular ejection fraction in percent."""
        return 100.0 * (self.lv_edv_ml - self.lv_esv_ml) / self.lv_edv_ml

    @property
    def body_surface_m2(self) -> float:
        """Body surface area in square metres (Du Bois and Du Bois, Arch Intern Med 1916;17:863)."""
        return float(0.007184 * self.height_cm**0.725 * self.weight_kg**0.425)

    @property
    def normal(self) -> bool:
        """Whether no cause of disease was drawn."""
        return not self.causes
