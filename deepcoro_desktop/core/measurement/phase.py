"""Whether a figure lies at the moment of the beat that its item is defined at."""

from __future__ import annotations

from collections.abc import Sequence

from deepcoro_desktop.core.beats import Beat, Phase, phase_near
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE
from deepcoro_desktop.core.measurement.measurement import Measurement
from deepcoro_desktop.core.study import Clip


def other_phase(measurement: Measurement, clip: Clip, beats: Sequence[Beat]) -> Phase | None:
    """Return the phase near which a figure was drawn, where its item is defined at the other one; else None.

    Readers do measure on other frames, and may: this is told, never refused. A value of the cart is not looked at: the
    frame that a structured report names need not be the one on which the scanner measured.

    Parameters
    ----------
    measurement : Measurement
        What was measured.
    clip : Clip
        The clip that its figure lies on.
    beats : sequence of Beat
        Whole beats of the clip; none where its phases are not known.

    References
    ----------
    Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39, the left ventricle, linear measurements: wall thickness at
    end-diastole, the internal dimension at end-diastole and end-systole.
    """
    item, anchor = CATALOGUE.get(measurement.key), measurement.anchor
    if item is None or item.phase is None or measurement.tool is None or anchor is None:
        return None
    if anchor.sop_instance_uid != clip.sop_instance_uid or not 0 <= anchor.frame < clip.frame_count:
        return None
    near = phase_near(clip, beats, anchor.frame)
    return near if near is not item.phase else None
