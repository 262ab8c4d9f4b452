from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.phantom.anatomy import TERRITORIES, Heart
from training.phantom.cases import sample_heart
from training.phantom.motion import deform, instant, lv_volume_ml, r_times_s, ventricle, volume_ml


def _volumes(heart: Heart, steps: int = 40) -> np.ndarray:
    lv = ventricle(heart)
    rr = 60.0 / heart.heart_rate_bpm
    r = r_times_s((rr,) * 4, 0.0)
    out = []
    for t in np.linspace(0.0, rr, steps, endpoint=False):
        length, radius, _ = deform(heart, lv, instant(heart, float(t), r))
        out.append(volume_ml(lv, length, radius))
    return np.array(out)


@pytest.mark.parametrize("seed", range(12))
def test_volume_follows_ejection_fraction(seed: int) -> None:
    heart = sample_heart(np.random.default_rng(seed))
    volumes = _volumes(heart, 200)
    assert volumes.max() == pytest.approx(heart.lv_edv_ml, rel=1e-4)
    assert volumes.min() == pytest.approx(heart.lv_esv_ml, rel=1e-4)
    ef_pct = 100.0 * (volumes.max() - volumes.min()) / volumes.max()
    assert ef_pct == pytest.approx(heart.ef_pct, abs=0.02)


def test_volume_is_that_of_the_shape_the_pictures_show(normal_heart: Heart) -> None:
    """Count points inside the ellipsoid-like surface that the kernel evaluates."""
    lv = ventricle(normal_heart)
    r = r_times_s((1.0, 1.0), 0.0)
    at = instant(normal_heart, 0.2, r)
    length, radius, _ = deform(normal_heart, lv, at)
    assert radius.std() < 1e-3  # a normal heart is round, so the naive count needs no table
    grid = np.linspace(-4.0, 4.0, 161)
    x, y = np.meshgrid(grid, grid)
    z = np.linspace(0.0, length, 241)[:-1] + length / 480
    rho2 = (x**2 + y**2) / float(radius.mean()) ** 2
    inside = sum(int((rho2 + ((h - 0.62 * length) / (0.62 * length)) ** 2 < 1.0).sum()) for h in z)
    counted_ml = inside * (grid[1] - grid[0]) ** 2 * (length / 240)
    assert counted_ml == pytest.approx(lv_volume_ml(normal_heart, at), rel=0.015)


def test_akinetic_wall_moves_less_than_the_rest(normal_heart: Heart) -> None:
    motion = [1.0] * 17
    for segment in TERRITORIES["inferior"]:
        motion[segment] = 0.0
    heart = replace(
        normal_heart,
        segment_motion=tuple(motion),
        infarct_territory="inferior",
        lv_esv_ml=0.55 * normal_heart.lv_edv_ml,
    )
    lv = ventricle(heart)
    at = instant(heart, 0.32, r_times_s((1.0, 1.0), 0.0))
    _, radius, wall = deform(heart, lv, at)
    inward = lv.radius_cm - radius
    inferior, anterior = 25, 8  # diamond angles 3.1 and 1.0 of 4
    assert inward[6, inferior] < 0.5 * inward[6, anterior]
    assert (wall - lv.wall_cm)[6, inferior] < (wall - lv.wall_cm)[6, anterior]


def test_wall_keeps_its_volume(normal_heart: Heart) -> None:
    lv = ventricle(normal_heart)
    at = instant(normal_heart, 0.32, r_times_s((1.0, 1.0), 0.0))
    length, radius, wall = deform(normal_heart, lv, at)
    before = lv.length_cm * ((lv.radius_cm + lv.wall_cm) ** 2 - lv.radius_cm**2)
    after = length * ((radius + wall) ** 2 - radius**2)
    np.testing.assert_allclose(after, before, rtol=1e-4)


def test_valves_are_never_open_together(normal_heart: Heart) -> None:
    r = r_times_s((0.9, 0.9), 0.0)
    for t in np.linspace(0.0, 0.89, 90):
        at = instant(normal_heart, float(t), r)
        assert min(at.aortic_open, at.mitral_open) < 0.05
