"""What one model of segments tells another, what it cannot, and that going back loses nothing."""

from __future__ import annotations

import itertools
import random

import pytest

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.wall_models import Carried, Readings, carried
from deepcoro_desktop.core.measurement.wall_motion import MODELS, Motion, WallMotion, all_normal, segments, unscored

N, H, A, UNSEEN = Motion.NORMAL, Motion.HYPOKINETIC, Motion.AKINETIC, Motion.NOT_SEEN


def readings(motion: WallMotion) -> Readings:
    return Readings(Carried(motion))


def score(motion: WallMotion, name: str) -> Motion:
    return next(m for s, m in zip(segments(motion.model), motion.scores, strict=True) if s.name == name)


def number(model: int, name: str) -> int:
    return next(s.number for s in segments(model) if s.name == name)


def degrees(model: int, ring: int) -> list[str]:
    """The segment at each degree of a ring, half a degree on."""
    found: dict[int, str] = {}
    for s in (s for s in segments(model) if s.ring == ring):
        for degree in range(int(s.start_deg), int(s.start_deg + s.span_deg)):
            found[degree % 360] = s.name
    return [found[degree] for degree in range(360)]


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(MODELS, 2)))
def test_carries_over_what_every_degree_of_a_segment_says(old: int, new: int) -> None:
    draw = random.Random(old * new)  # no secret
    motion = WallMotion(old, tuple(draw.choice((N, H, A, UNSEEN)) for _ in range(old)))
    after = carried(motion, new)
    names = {s.name for s in segments(old)}
    for segment in (s for s in segments(new) if s.ring < 3):
        before, over = degrees(old, segment.ring), degrees(new, segment.ring)
        said = {score(motion, before[degree]) for degree in range(360) if over[degree] == segment.name}
        if segment.name in names:
            wanted = score(motion, segment.name)
        else:
            wanted = said.pop() if len(said) == 1 else UNSEEN
            assert (segment.number in after.open) is bool(said), segment.name
        assert score(after.motion, segment.name) is wanted, segment.name


def test_walls_between_two_scores_are_open_and_walls_within_one_are_told() -> None:
    motion = all_normal(17).scored(number(17, "apical septal"), A)
    shown = readings(motion).in_model(18)
    assert [s.name for s in shown.open_segments] == ["apical anteroseptal", "apical inferoseptal"]
    assert score(shown.motion, "apical anteroseptal") is UNSEEN
    assert score(shown.motion, "apical anterolateral") is N
    assert score(shown.motion, "apical inferior") is N
    assert readings(all_normal(17)).in_model(18).motion == all_normal(18)


def test_the_cap_is_told_by_nothing_and_told_to_nothing() -> None:
    shown = readings(all_normal(16)).in_model(17)
    assert [s.name for s in shown.open_segments] == ["apex"]
    assert not readings(unscored(16)).in_model(17).open_segments, "nothing was scored, so nothing is missing"
    with_cap = readings(all_normal(17).scored(17, A))
    assert with_cap.in_model(16).apex_left_out
    assert with_cap.in_model(16).motion.index == 1.0
    assert not with_cap.in_model(16).in_model(17).apex_left_out
    assert not readings(all_normal(17).scored(17, UNSEEN)).in_model(18).apex_left_out


@pytest.mark.parametrize("way", [(18,), (16,), (18, 16), (16, 18), (18, 16, 18)])
def test_going_back_loses_nothing(way: tuple[int, ...]) -> None:
    motion = WallMotion(17, tuple((N, H, A, UNSEEN)[place % 4] for place in range(17)))
    shown = readings(motion)
    for model in (*way, 17):
        shown = shown.in_model(model)
    assert shown.motion == motion
    assert not shown.open_segments


def test_what_is_scored_elsewhere_follows_and_the_rest_stays() -> None:
    motion = all_normal(17).scored(number(17, "apical septal"), A).scored(17, H)
    shown = readings(motion).in_model(18)
    shown = shown.scored(shown.motion.scored(number(18, "basal inferior"), H))
    agreed = shown.scored(shown.motion.scored(number(18, "apical anteroseptal"), A))
    assert [s.name for s in agreed.open_segments] == ["apical inferoseptal"]
    back = agreed.in_model(17)
    assert back.motion == motion.scored(number(17, "basal inferior"), H)
    assert not back.open_segments


def test_a_wall_that_was_scored_apart_is_open_in_a_model_that_has_it_whole() -> None:
    shown = readings(all_normal(17)).in_model(18)
    shown = shown.scored(shown.motion.scored(number(18, "apical anteroseptal"), A))
    back = shown.in_model(17)
    assert score(back.motion, "apical septal") is UNSEEN, "half of it is akinetic: normal would hide that"
    assert [s.name for s in back.open_segments] == ["apical septal"]
    assert score(back.motion, "apical anterior") is N, "the same wall by name"
    settled = back.scored(back.motion.scored(number(17, "apical septal"), UNSEEN))
    assert settled.motion == back.motion
    decided = back.scored(back.motion.scored(number(17, "apical septal"), H))
    assert not decided.open_segments


def test_refuses_a_model_that_there_is_not() -> None:
    with pytest.raises(MeasurementError, match="no model of 15 segments"):
        readings(unscored()).in_model(15)
    with pytest.raises(MeasurementError, match="do not fit the segments"):
        readings(unscored(17)).scored(unscored(16))
    same = readings(unscored())
    assert same.in_model(17) is same
