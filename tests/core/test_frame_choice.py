from __future__ import annotations

from itertools import pairwise

import pytest

from deepcoro_desktop.core.frame_choice import evenly_chosen


@pytest.mark.parametrize("most", [1, 2, 16, 40])
def test_chosen_frames_are_spread_evenly_and_none_comes_twice(most: int) -> None:
    for count in range(1, 120):
        frames = evenly_chosen(count, most)
        assert len(set(frames)) == len(frames) == min(count, most)
        assert frames[0] == 0
        assert most == 1 or frames[-1] == count - 1
        steps = [after - before for before, after in pairwise(frames)]
        assert not steps or max(steps) - min(steps) <= 2
        assert not steps or min(steps) >= 1
