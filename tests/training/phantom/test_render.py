from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from training.phantom.anatomy import Heart, Severity
from training.phantom.beams import polar_clip, set_up
from training.phantom.geometry import at_angle
from training.phantom.motion import deform, instant
from training.phantom.render import chosen_frames, render_for_model, render_screen, sample_view_clip
from training.phantom.spectral import axis
from training.phantom.study import VIEW_IDS, VIEW_ROWS, sample_study


@pytest.fixture(scope="module")
def study():
    return sample_study(6, 1)


@pytest.mark.parametrize("view_id", VIEW_IDS)
def test_every_view_renders(view_id: str) -> None:
    clip = sample_view_clip(view_id, np.random.default_rng(5), frames=2, size=64)
    assert clip.shape == (2, 64, 64, 3)
    assert clip.dtype == np.uint8
    assert 0.1 < (clip.max(axis=-1) > 8).mean() < 0.95
    assert clip.max() > 120
    if VIEW_ROWS[view_id].modality != "color":
        assert (clip[..., 0] == clip[..., 1]).all()
        assert (clip[..., 0] == clip[..., 2]).all()


def test_same_plan_gives_same_pixels(study) -> None:
    plan = study.clips[0]
    first = render_for_model(study, plan, frames=2)
    again = render_for_model(sample_study(6, 1), plan, frames=2)
    np.testing.assert_array_equal(first, again)


def test_chooses_every_second_frame_and_wraps(study) -> None:
    plan = replace(study.clips[0], frames=5)
    assert chosen_frames(plan, 6, 2).tolist() == [0, 2, 4, 1, 3, 0]


def _agreement(heart: Heart, plan) -> tuple[float, float]:
    """Compare the small picture with the large one cut, padded and shrunk by hand."""
    study = replace(sample_study(6, 1), heart=heart)
    setup = set_up(heart, plan)
    numbers = chosen_frames(plan, 2, 9)
    box = setup.layout.union
    large = render_screen(setup, numbers)[:, box.y0 : box.y1, box.x0 : box.x1]
    side = max(box.width, box.height)
    square = np.zeros((2, side, side, 3), np.uint8)
    top, left = (side - box.height) // 2, (side - box.width) // 2
    square[:, top : top + box.height, left : left + box.width] = large
    by_hand = np.stack([cv2.resize(f, (112, 112), interpolation=cv2.INTER_AREA) for f in square]).astype(float)
    small = render_for_model(study, plan, frames=2, stride=9).astype(float)
    return float(np.abs(by_hand - small).mean()), float(np.corrcoef(by_hand.ravel(), small.ravel())[0, 1])


@pytest.mark.parametrize("view_id", ["a4c", "plax_zoom_av", "a4c_color_mv", "mv_inflow_pw", "tapse_mmode"])
def test_small_and_large_picture_agree(view_id: str, normal_heart: Heart, quiet_plan) -> None:
    error, correlation = _agreement(normal_heart, quiet_plan(view_id))
    assert error < 1.5
    assert correlation > 0.99


@pytest.mark.parametrize("u", [0.5, 0.75])
def test_speckle_moves_with_the_wall(u: float, normal_heart: Heart, quiet_plan) -> None:
    """Follow a patch of the septum: after 20 and 40 ms it looks the same where the wall went, and new where it was."""
    setup = set_up(normal_heart, quiet_plan("a4c"))
    times = np.array([0.14, 0.16, 0.18])
    clip = polar_clip(setup, times)
    pitch = setup.beams.angles[1] - setup.beams.angles[0]

    def place(frame: int) -> tuple[int, int]:
        at = instant(normal_heart, float(times[frame]), setup.r_s)
        length, radius, wall = deform(normal_heart, setup.lm.lv, at)
        profile = float(np.sqrt(1.0 - ((u - 0.62) / 0.62) ** 2))
        point = at_angle(200) * (radius.mean() * profile + 0.5 * wall[8].mean()) + np.array([0.0, 0.0, u * length])
        depth, angle = replace(setup.plane, origin=clip.origins[frame]).project(point)
        return round((depth - setup.beams.near) / setup.beams.step), round((angle - setup.beams.angles[0]) / pitch)

    def patch(frame: int, depth: int, beam: int) -> np.ndarray:
        return clip.grey[frame, beam - 3 : beam + 4, depth - 10 : depth + 11].astype(float).ravel()

    start = patch(0, *place(0))
    for later in (1, 2):
        depth, beam = place(later)
        # to a sample: the place falls between samples, and grain is hardly wider than one
        tracked = max(
            np.corrcoef(start, patch(later, depth + i, beam + j))[0, 1] for i in (-1, 0, 1) for j in (-1, 0, 1)
        )
        fixed = np.corrcoef(start, patch(later, *place(0)))[0, 1]
        assert tracked > 0.5
        assert tracked > fixed + 0.3


def test_cavity_area_shrinks_by_ejection_fraction(normal_heart: Heart, quiet_plan) -> None:
    def change(heart: Heart) -> float:
        setup = set_up(heart, quiet_plan("psax_apex", heart))
        mask = polar_clip(setup, np.array([0.0, 0.33])).mask.astype(float)
        beam = len(setup.beams.angles) // 2
        depth, _ = setup.plane.project(np.array([0.0, 0.0, 0.2 * setup.lm.length]))
        at = round(depth / setup.beams.step)
        part = mask[:, beam - 25 : beam + 26, at - 30 : at + 31].sum(axis=(1, 2))
        return float(1.0 - part[1] / part[0])

    weak = replace(normal_heart, lv_esv_ml=0.78 * normal_heart.lv_edv_ml)
    assert change(normal_heart) > change(weak) + 0.15


def test_mitral_jet_grows_with_its_grade(normal_heart: Heart, quiet_plan) -> None:
    plan = replace(quiet_plan("a3c_color"), start_s=0.2)

    def picture(grade: Severity) -> np.ndarray:
        study = replace(sample_study(6, 1), heart=replace(normal_heart, mitral_regurgitation=grade))
        return render_for_model(study, plan, frames=1).astype(int)

    none = picture(Severity.NONE)
    areas = [int((np.abs(picture(grade) - none).max(axis=-1) > 40).sum()) for grade in Severity]
    assert areas[0] == 0, areas
    assert areas[1] < areas[2] < areas[3] < areas[4], areas
    assert areas[4] > 100


def test_effusion_darkens_the_pericardium(normal_heart: Heart, quiet_plan) -> None:
    def dark(heart: Heart) -> float:
        study = replace(sample_study(6, 1), heart=heart)
        return float((render_for_model(study, quiet_plan("psax_papillary", heart), frames=1) < 25).mean())

    large = replace(normal_heart, effusion=Severity.SEVERE, effusion_cm=2.3)
    assert dark(large) > dark(normal_heart) + 0.04


def test_trace_height_follows_the_velocity(normal_heart: Heart, quiet_plan) -> None:
    plan = replace(quiet_plan("av_cw"), frames=1)
    setup = set_up(normal_heart, plan)
    trace = setup.layout.trace
    assert trace is not None
    stenosed = set_up(replace(normal_heart, aortic_stenosis=Severity.SEVERE, av_vmax_cm_s=450.0), plan)
    for case, velocity_cm_s in ((setup, normal_heart.av_vmax_cm_s), (stenosed, 450.0)):
        picture = render_screen(case, np.array([0]))[0, trace.y0 : trace.y1, trace.x0 : trace.x1, 0]
        rows = np.flatnonzero((picture > 90).mean(axis=1) > 0.004)
        ax = axis("av_cw", case.heart)
        deepest = ax.top - (rows.max() + 1) / trace.height * (ax.top - ax.bottom)
        assert -deepest == pytest.approx(velocity_cm_s, rel=0.12)
