"""Which parts of a complete adult transthoracic examination a study lacks.

References
----------
Mitchell C, et al. Guidelines for performing a comprehensive transthoracic echocardiographic examination in adults:
recommendations from the American Society of Echocardiography. J Am Soc Echocardiogr 2019;32:1-64, tables 2 to 5 and
the protocol of its appendix.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.study import View


@dataclass(frozen=True, slots=True)
class Part:
    """One recording that the protocol expects."""

    name: str
    window: str
    views: frozenset[str]
    """Ids of the views that are it; any one of them will do."""


def _part(name: str, window: str, *views: str) -> Part:
    return Part(name, window, frozenset(views))


PROTOCOL: Final = (
    _part("Parasternal long axis", "parasternal long", "plax", "plax_deep"),
    _part("Parasternal long axis, colour of aortic and mitral valve", "parasternal long", "plax_color_av_mv"),
    _part("RV inflow", "parasternal long", "rv_inflow"),
    _part("RV inflow, colour of the tricuspid valve", "parasternal long", "rv_inflow_color", "psax_color_tv"),
    _part("Short axis at the aortic valve", "parasternal short", "psax_av", "psax_zoom_av"),
    _part("Short axis, colour of aortic or pulmonic valve", "parasternal short", "psax_color_av", "psax_color_pv"),
    _part("RVOT, pulsed wave", "parasternal short", "rvot_pw"),
    _part("Pulmonic valve, continuous wave", "parasternal short", "pv_cw"),
    _part("Short axis at the mitral valve", "parasternal short", "psax_mv"),
    _part("Short axis at the papillary muscles", "parasternal short", "psax_papillary"),
    _part("Short axis at the apex", "parasternal short", "psax_apex"),
    _part("Apical four chamber", "apical", "a4c", "a4c_lv"),
    _part("Apical four chamber, RV focused", "apical", "a4c_rv"),
    _part("Apical two chamber", "apical", "a2c", "a2c_lv"),
    _part("Apical three chamber", "apical", "a3c"),
    _part("Apical five chamber", "apical", "a5c", "a5c_color"),
    _part("Mitral valve, colour", "apical", "a4c_color_mv", "a2c_color_mv"),
    _part("Tricuspid valve, colour", "apical", "a4c_color_tv"),
    _part("LVOT, colour", "apical", "a3c_color", "a5c_color"),
    _part("Mitral inflow, pulsed wave", "apical", "mv_inflow_pw"),
    _part("Pulmonary vein, pulsed wave", "apical", "pulm_vein_pw"),
    _part("LVOT, pulsed wave", "apical", "lvot_pw"),
    _part("Aortic valve, continuous wave", "apical", "av_cw"),
    _part("Mitral valve, continuous wave", "apical", "mv_cw"),
    _part("Tricuspid valve, continuous wave", "apical", "tv_cw_apical", "tv_cw_rv_inflow"),
    _part("Septal annulus, tissue Doppler", "apical", "tdi_septal"),
    _part("Lateral annulus, tissue Doppler", "apical", "tdi_lateral"),
    _part("Tricuspid annulus, tissue Doppler", "apical", "tdi_rv"),
    _part("TAPSE, M-mode", "apical", "tapse_mmode"),
    _part("Subcostal four chamber", "subcostal", "subcostal_4c"),
    _part("Subcostal IVC", "subcostal", "subcostal_ivc"),
    _part("Hepatic vein, pulsed wave", "subcostal", "hepatic_vein_pw"),
    _part("Suprasternal aortic arch", "suprasternal", "ssn_arch", "ssn_color_arch"),
)
"""In the order in which they are recorded."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """What of the protocol a study holds."""

    expected: tuple[Part, ...]
    missing: tuple[Part, ...]

    @property
    def words(self) -> str:
        """Return the count: "Protocol: 27 of 33 recorded"."""
        return f"Protocol: {len(self.expected) - len(self.missing)} of {len(self.expected)} recorded"


def completeness(found: Collection[str], known: Mapping[str, View]) -> Completeness:
    """Return what the protocol expects and what is missing.

    Parameters
    ----------
    found : collection of str
        Ids of the views of the study's clips, as the model or the reader named them.
    known : mapping of str to View
        Views that a clip can be named as; what no view of them stands for cannot be told and is not expected.
    """
    seen = frozenset(found)
    expected = tuple(part for part in PROTOCOL if part.views & known.keys())
    return Completeness(expected, tuple(part for part in expected if not part.views & seen))
