"""The named measurements of an echo examination: what each is called, how it is drawn, and where it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.beats import Phase
from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.tools import Quantity, Tool
from deepcoro_desktop.core.measurement.units import Unit

LEFT_VENTRICLE: Final = "Left ventricle"
WALL_MOTION: Final = "Wall motion"
RIGHT_VENTRICLE: Final = "Right ventricle"
LEFT_ATRIUM: Final = "Left atrium"
RIGHT_ATRIUM: Final = "Right atrium"
MITRAL_VALVE: Final = "Mitral valve"
AORTIC_VALVE: Final = "Aortic valve"
TRICUSPID_VALVE: Final = "Tricuspid valve"
PULMONIC_VALVE: Final = "Pulmonic valve"
PERICARDIUM: Final = "Pericardium"
AORTA: Final = "Aorta"
VENA_CAVA: Final = "IVC"
PULMONARY_ARTERY: Final = "Pulmonary artery"
PULMONARY_VEINS: Final = "Pulmonary veins"
GENERAL: Final = ""
"""Of no section: heart rate, body size."""


@dataclass(frozen=True, slots=True)
class Item:
    """One named measurement."""

    key: str
    """Stable name in saved data."""
    label: str
    """As readers abbreviate it."""
    name: str
    """In full."""
    tool: Tool
    quantity: Quantity
    """Which reading of the figure it is."""
    unit: Unit
    """How it is shown; saved values carry their own unit."""
    decimals: int
    section: str
    """Section of the report, as bundles name it."""
    companions: tuple[str, ...] = ()
    """Items that the same figure gives as well."""
    phase: Phase | None = None
    """The moment of the beat that the item is defined at, where the reader is told of a frame that is far from it."""


_D, _A, _S = Tool.DISTANCE, Tool.AREA, Tool.SIMPSON
_V, _T, _P, _I = Tool.VELOCITY, Tool.VTI, Tool.SLOPE, Tool.INTERVAL
_Q = Quantity
_LV, _RV = LEFT_VENTRICLE, RIGHT_VENTRICLE
_ED, _ES = Phase.END_DIASTOLE, Phase.END_SYSTOLE

_ITEMS: Final = (
    Item("ivsd", "IVSd", "Septal thickness, end diastole", _D, _Q.DISTANCE, Unit.CM, 1, _LV, phase=_ED),
    Item("lvidd", "LVIDd", "LV internal dimension, end diastole", _D, _Q.DISTANCE, Unit.CM, 1, _LV, phase=_ED),
    Item("lvpwd", "LVPWd", "Posterior wall thickness, end diastole", _D, _Q.DISTANCE, Unit.CM, 1, _LV, phase=_ED),
    Item("lvids", "LVIDs", "LV internal dimension, end systole", _D, _Q.DISTANCE, Unit.CM, 1, _LV, phase=_ES),
    Item("lvedv_a4c", "LVEDV A4C", "LV end-diastolic volume, four chamber", _S, _Q.VOLUME, Unit.ML, 0, _LV),
    Item("lvesv_a4c", "LVESV A4C", "LV end-systolic volume, four chamber", _S, _Q.VOLUME, Unit.ML, 0, _LV),
    Item("lvedv_a2c", "LVEDV A2C", "LV end-diastolic volume, two chamber", _S, _Q.VOLUME, Unit.ML, 0, _LV),
    Item("lvesv_a2c", "LVESV A2C", "LV end-systolic volume, two chamber", _S, _Q.VOLUME, Unit.ML, 0, _LV),
    Item("lvot_d", "LVOT d", "LV outflow tract diameter", _D, _Q.DISTANCE, Unit.CM, 2, AORTIC_VALVE),
    Item("lvot_vti", "LVOT VTI", "LV outflow tract VTI", _T, _Q.VTI, Unit.CM, 1, AORTIC_VALVE, ("lvot_vmax",)),
    Item("lvot_vmax", "LVOT Vmax", "LV outflow tract peak velocity", _V, _Q.VELOCITY, Unit.M_S, 2, AORTIC_VALVE),
    Item("mapse_septal", "MAPSE septal", "Septal mitral annular excursion", _D, _Q.DISTANCE, Unit.MM, 0, _LV),
    Item("mapse_lateral", "MAPSE lateral", "Lateral mitral annular excursion", _D, _Q.DISTANCE, Unit.MM, 0, _LV),
    Item("mv_e", "MV E", "Mitral early filling velocity", _V, _Q.VELOCITY, Unit.CM_S, 0, _LV),
    Item("mv_a", "MV A", "Mitral atrial filling velocity", _V, _Q.VELOCITY, Unit.CM_S, 0, _LV),
    Item("mv_dt", "MV DT", "E deceleration time", _P, _Q.DECELERATION_TIME, Unit.MS, 0, _LV),
    Item("e_septal", "e' septal", "Septal annular early velocity", _V, _Q.VELOCITY, Unit.CM_S, 1, _LV),
    Item("e_lateral", "e' lateral", "Lateral annular early velocity", _V, _Q.VELOCITY, Unit.CM_S, 1, _LV),
    Item("s_septal", "S' septal", "Septal annular systolic velocity", _V, _Q.VELOCITY, Unit.CM_S, 1, _LV),
    Item("ivrt", "IVRT", "Isovolumic relaxation time", _I, _Q.INTERVAL, Unit.MS, 0, _LV),
    Item("rv_basal", "RV basal d", "RV basal diameter, end diastole", _D, _Q.DISTANCE, Unit.CM, 1, _RV),
    Item("rv_mid", "RV mid d", "RV mid-cavity diameter, end diastole", _D, _Q.DISTANCE, Unit.CM, 1, _RV),
    Item("rv_wall", "RV wall", "RV free wall thickness", _D, _Q.DISTANCE, Unit.MM, 0, _RV),
    Item("rv_eda", "RV EDA", "RV end-diastolic area", _A, _Q.AREA, Unit.CM2, 1, _RV),
    Item("rv_esa", "RV ESA", "RV end-systolic area", _A, _Q.AREA, Unit.CM2, 1, _RV),
    Item("tapse", "TAPSE", "Tricuspid annular plane systolic excursion", _D, _Q.DISTANCE, Unit.MM, 0, _RV),
    Item("rv_s", "RV S'", "Tricuspid annular systolic velocity", _V, _Q.VELOCITY, Unit.CM_S, 1, _RV),
    Item("la_d", "LA d", "Left atrial anteroposterior diameter", _D, _Q.DISTANCE, Unit.CM, 1, LEFT_ATRIUM),
    Item("lav_a4c", "LAV A4C", "Left atrial volume, four chamber", _S, _Q.VOLUME, Unit.ML, 0, LEFT_ATRIUM),
    Item("lav_a2c", "LAV A2C", "Left atrial volume, two chamber", _S, _Q.VOLUME, Unit.ML, 0, LEFT_ATRIUM),
    Item("ra_area", "RA area", "Right atrial area, end systole", _A, _Q.AREA, Unit.CM2, 1, RIGHT_ATRIUM),
    Item("rav", "RAV A4C", "Right atrial volume, four chamber", _S, _Q.VOLUME, Unit.ML, 0, RIGHT_ATRIUM),
    Item("mv_vti", "MV VTI", "Mitral inflow VTI", _T, _Q.VTI, Unit.CM, 1, MITRAL_VALVE, ("mv_mean_pg",)),
    Item("mv_mean_pg", "MV mean PG", "Mitral mean gradient", _T, _Q.MEAN_GRADIENT, Unit.MMHG, 0, MITRAL_VALVE),
    Item("mv_pht", "MV PHT", "Mitral pressure half-time", _P, _Q.HALF_TIME, Unit.MS, 0, MITRAL_VALVE),
    Item("mva_2d", "MVA 2D", "Mitral valve area by planimetry", _A, _Q.AREA, Unit.CM2, 1, MITRAL_VALVE),
    Item("mr_pisa", "MR PISA r", "Mitral PISA radius", _D, _Q.DISTANCE, Unit.CM, 2, MITRAL_VALVE),
    Item("mr_alias", "MR alias", "Aliasing velocity of the PISA", _V, _Q.VELOCITY, Unit.CM_S, 0, MITRAL_VALVE),
    Item("mr_vti", "MR VTI", "Mitral regurgitation VTI", _T, _Q.VTI, Unit.CM, 0, MITRAL_VALVE, ("mr_vmax",)),
    Item("mr_vmax", "MR Vmax", "Mitral regurgitation peak velocity", _V, _Q.VELOCITY, Unit.M_S, 1, MITRAL_VALVE),
    Item("mr_vc", "MR VC", "Mitral vena contracta", _D, _Q.DISTANCE, Unit.MM, 0, MITRAL_VALVE),
    Item(
        "av_vti", "AV VTI", "Aortic valve VTI", _T, _Q.VTI, Unit.CM, 0, AORTIC_VALVE, ("av_vmax", "av_mean_pg"),
    ),
    Item("av_vmax", "AV Vmax", "Aortic valve peak velocity", _V, _Q.VELOCITY, Unit.M_S, 1, AORTIC_VALVE),
    Item("av_mean_pg", "AV mean PG", "Aortic valve mean gradient", _T, _Q.MEAN_GRADIENT, Unit.MMHG, 0, AORTIC_VALVE),
    Item("ar_pht", "AR PHT", "Aortic regurgitation pressure half-time", _P, _Q.HALF_TIME, Unit.MS, 0, AORTIC_VALVE),
    Item("ar_vc", "AR VC", "Aortic vena contracta", _D, _Q.DISTANCE, Unit.MM, 0, AORTIC_VALVE),
    Item("tr_vmax", "TR Vmax", "Tricuspid regurgitation peak velocity", _V, _Q.VELOCITY, Unit.M_S, 1, TRICUSPID_VALVE),
    Item("tv_e", "TV E", "Tricuspid early filling velocity", _V, _Q.VELOCITY, Unit.CM_S, 0, TRICUSPID_VALVE),
    Item("pv_vmax", "PV Vmax", "Pulmonic valve peak velocity", _V, _Q.VELOCITY, Unit.M_S, 1, PULMONIC_VALVE),
    Item("rvot_vti", "RVOT VTI", "RV outflow tract VTI", _T, _Q.VTI, Unit.CM, 1, PULMONIC_VALVE),
    Item("pv_at", "PV AT", "Pulmonary acceleration time", _I, _Q.INTERVAL, Unit.MS, 0, PULMONARY_ARTERY),
    Item("pa_d", "Main PA d", "Main pulmonary artery diameter", _D, _Q.DISTANCE, Unit.CM, 1, PULMONARY_ARTERY),
    Item("pulm_s", "PVein S", "Pulmonary venous systolic velocity", _V, _Q.VELOCITY, Unit.CM_S, 0, PULMONARY_VEINS),
    Item("pulm_d", "PVein D", "Pulmonary venous diastolic velocity", _V, _Q.VELOCITY, Unit.CM_S, 0, PULMONARY_VEINS),
    Item("aortic_annulus", "AV annulus", "Aortic annulus", _D, _Q.DISTANCE, Unit.CM, 1, AORTA),
    Item("aortic_root", "Ao root", "Aortic root at the sinuses", _D, _Q.DISTANCE, Unit.CM, 1, AORTA),
    Item("stj", "STJ", "Sinotubular junction", _D, _Q.DISTANCE, Unit.CM, 1, AORTA),
    Item("ascending_aorta", "Asc Ao", "Ascending aorta", _D, _Q.DISTANCE, Unit.CM, 1, AORTA),
    Item("ivc_max", "IVC max", "Inferior vena cava, expiration", _D, _Q.DISTANCE, Unit.CM, 1, VENA_CAVA),
    Item("ivc_min", "IVC min", "Inferior vena cava, sniff", _D, _Q.DISTANCE, Unit.CM, 1, VENA_CAVA),
    Item("effusion", "Effusion", "Pericardial effusion, end diastole", _D, _Q.DISTANCE, Unit.MM, 0, PERICARDIUM),
    Item("heart_rate", "HR", "Heart rate", _I, _Q.RATE, Unit.BPM, 0, GENERAL),
)  # fmt: skip

CATALOGUE: Final = MappingProxyType({item.key: item for item in _ITEMS})
"""Items by key, in the order in which they are listed."""


def item(key: str) -> Item:
    """Return an item of the catalogue.

    Raises
    ------
    MeasurementError
        If there is none of this name.
    """
    found = CATALOGUE.get(key)
    if found is None:
        raise MeasurementError(f"There is no measurement named {key[:40]!r}.", "Choose one of the list.")
    return found


def quantity_for(named: Item, tool: Tool) -> Quantity:
    """Return which reading of a figure an item takes: its own, or the peak of a trace for a peak velocity."""
    if named.quantity is Quantity.VELOCITY and tool is Tool.VTI:
        return Quantity.PEAK_VELOCITY
    return named.quantity


@dataclass(frozen=True, slots=True)
class Sequence:
    """Measurements that a reader takes one after another."""

    key: str
    label: str
    items: tuple[str, ...]


SEQUENCES: Final = (
    Sequence("lv", "LV dimensions", ("ivsd", "lvidd", "lvpwd", "lvids", "la_d", "lvot_d", "aortic_root")),
    Sequence("ef", "Biplane EF", ("lvedv_a4c", "lvesv_a4c", "lvedv_a2c", "lvesv_a2c")),
    Sequence("diastole", "Diastolic function", ("mv_e", "mv_a", "mv_dt", "e_septal", "e_lateral", "tr_vmax")),
    Sequence("as", "Aortic stenosis", ("lvot_d", "lvot_vti", "av_vti")),
    Sequence("la", "LA volume", ("lav_a4c", "lav_a2c")),
    Sequence(
        "right", "Right heart", ("rv_basal", "rv_eda", "rv_esa", "tapse", "rv_s", "tr_vmax", "ivc_max", "ivc_min")
    ),
    Sequence("aorta", "Aorta", ("aortic_annulus", "aortic_root", "stj", "ascending_aorta")),
)
