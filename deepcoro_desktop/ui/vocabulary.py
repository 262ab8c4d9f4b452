"""Words that core says and the window shows in its own language: each goes through `tr` where it is shown.

Core knows no language. A word that is missing here is shown in English; tests compare these with core's own.
"""

from __future__ import annotations

from typing import Final

from deepcoro_desktop.core.protocol import Completeness
from deepcoro_desktop.ui.language import mark, tr

STAGES: Final = (
    mark("Reading headers"),
    mark("Looking at clips"),
)
"""What a progress says is being done."""
ORIGINS: Final = (
    mark("real"),
    mark("synthetic"),
)
"""Where a prior report comes from."""
ECG_SOURCES: Final = (
    mark("ECG"),
    mark("R waves of the header"),
    mark("ECG read from the picture"),
    mark("ECG in the picture only"),
)
"""Where an ECG comes from."""
AVERAGES: Final = (
    mark("mean"),
    mark("last"),
    mark("max"),
)
"""How the beats of a value are taken together."""
QUANTITIES: Final = (
    mark("distance"),
    mark("length"),
    mark("area"),
    mark("angle"),
    mark("volume"),
    mark("long axis"),
    mark("velocity"),
    mark("peak velocity"),
    mark("peak gradient"),
    mark("mean velocity"),
    mark("mean gradient"),
    mark("VTI"),
    mark("slope"),
    mark("deceleration time"),
    mark("pressure half-time"),
    mark("interval"),
    mark("rate"),
)
"""What a tool reads."""
CALIBRATION_NOTES: Final = (
    mark("Uncalibrated: distances in pixels only"),
    mark("Calibrated by hand: lengths rest on the line you drew"),
)
"""What stands over a clip that the scanner did not calibrate."""
WINDOWS: Final = (
    mark("parasternal long"),
    mark("parasternal short"),
    mark("apical"),
    mark("subcostal"),
    mark("suprasternal"),
)
"""Windows of the heart."""
VIEWS: Final = (
    mark("Parasternal long axis"),
    mark("Parasternal long axis increased depth"),
    mark("Parasternal long axis zoomed aortic valve"),
    mark("Parasternal long axis zoomed mitral valve"),
    mark("Parasternal long axis ascending aorta"),
    mark("RV inflow"),
    mark("RV outflow"),
    mark("Parasternal short axis aortic valve"),
    mark("Parasternal short axis zoomed aortic valve"),
    mark("Parasternal short axis pulmonary artery bifurcation"),
    mark("Parasternal short axis mitral valve"),
    mark("Parasternal short axis papillary muscles"),
    mark("Parasternal short axis apex"),
    mark("Apical four chamber"),
    mark("Apical four chamber LV focused"),
    mark("Apical four chamber RV focused"),
    mark("Apical four chamber atria focused"),
    mark("Apical two chamber"),
    mark("Apical two chamber LV focused"),
    mark("Apical three chamber"),
    mark("Apical five chamber"),
    mark("Subcostal four chamber"),
    mark("Subcostal short axis"),
    mark("Subcostal inferior vena cava"),
    mark("Suprasternal notch aortic arch"),
    mark("Parasternal long axis colour aortic and mitral valve"),
    mark("Parasternal long axis colour ventricular septum"),
    mark("RV inflow colour tricuspid valve"),
    mark("RV outflow colour pulmonic valve"),
    mark("Parasternal short axis colour aortic valve"),
    mark("Parasternal short axis colour tricuspid valve"),
    mark("Parasternal short axis colour pulmonic valve"),
    mark("Parasternal short axis colour mitral valve"),
    mark("Apical four chamber colour mitral valve"),
    mark("Apical four chamber colour tricuspid valve"),
    mark("Apical four chamber colour pulmonary veins"),
    mark("Apical two chamber colour mitral valve"),
    mark("Apical three chamber colour LVOT and mitral valve"),
    mark("Apical five chamber colour LVOT"),
    mark("Subcostal colour atrial septum"),
    mark("Subcostal colour IVC and hepatic veins"),
    mark("Subcostal abdominal aorta"),
    mark("Suprasternal notch colour aortic arch"),
    mark("Mitral inflow pulsed wave"),
    mark("LVOT pulsed wave"),
    mark("Pulmonary vein pulsed wave"),
    mark("RVOT pulsed wave"),
    mark("Hepatic vein pulsed wave"),
    mark("Aortic valve continuous wave"),
    mark("Mitral valve continuous wave"),
    mark("Tricuspid valve continuous wave apical"),
    mark("Tricuspid valve continuous wave RV inflow"),
    mark("Pulmonic valve continuous wave"),
    mark("Descending aorta pulsed wave"),
    mark("Tissue Doppler septal annulus"),
    mark("Tissue Doppler lateral annulus"),
    mark("Tissue Doppler tricuspid annulus"),
    mark("M-mode tricuspid annulus"),
)
"""Views of resources/views.csv. Their short names (A4C, PLAX) are the same in every language."""


def protocol_words(found: Completeness) -> str:
    """Return how much of the protocol was recorded: "Protocol: 27 of 33 recorded"."""
    expected = len(found.expected)
    return tr("Protocol: {done} of {total} recorded").format(done=expected - len(found.missing), total=expected)
