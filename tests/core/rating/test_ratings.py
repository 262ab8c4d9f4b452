"""A rater's answers: what counts as answered, saving, and to whom a file belongs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.ratings import (
    CaseRating,
    Preference,
    TextRating,
    blank_ratings,
    find_ratings,
    load_ratings,
    open_ratings,
    ratings_file,
    require_same_set,
    same_rater,
    save_ratings,
)
from tests.rating_factory import KEY_SHA256, NOW, case_rating, rating_set, text_rating


def test_a_case_is_settled_when_everything_is_answered_or_it_is_skipped() -> None:
    assert case_rating().settled
    for missing in ("accuracy", "completeness", "significant_error"):
        assert not replace(case_rating(), b=replace(text_rating(), **{missing: None})).settled
    open_case = replace(case_rating(), preference=None)
    assert not open_case.settled
    assert replace(open_case, skipped=True).settled


def test_no_error_is_an_answer() -> None:
    assert TextRating(1, 1, significant_error=False).complete


@pytest.mark.parametrize("value", [0, 6, -1])
def test_refuses_an_answer_off_the_scale(value: int) -> None:
    with pytest.raises(ValueError, match="not on the scale from 1 to 5"):
        TextRating(accuracy=value)


def test_preferences_point_from_a_to_b() -> None:
    assert [preference.towards_b for preference in Preference] == [-2, -1, 0, 1, 2]
    assert Preference.A_MUCH_BETTER.towards_b == -2


def test_counts_rated_skipped_and_first_open(tmp_path: Path) -> None:
    ratings = blank_ratings(rating_set(tmp_path), "Ada", NOW)
    assert ratings.first_open == 0
    ratings = ratings.with_case(case_rating("case-1")).with_case(CaseRating("case-2", skipped=True))
    assert [case.case_id for case in ratings.rated] == ["case-1"]
    assert [case.case_id for case in ratings.skipped] == ["case-2"]
    assert ratings.first_open == 2
    assert ratings.with_case(case_rating("case-3")).first_open is None


def test_a_skipped_case_does_not_count_even_if_it_was_answered(tmp_path: Path) -> None:
    ratings = blank_ratings(rating_set(tmp_path), "Ada", NOW).with_case(replace(case_rating(), skipped=True))
    assert ratings.rated == ()


def test_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    ratings = blank_ratings(rating_set(tmp_path), "Ada", NOW)
    ratings = ratings.with_case(case_rating(a=text_rating(error=True, note="“IVC” übersehen"), comment="ok"))
    path = tmp_path / "deep" / "ratings.json"
    save_ratings(ratings, path)
    assert load_ratings(path) == ratings
    assert [entry.name for entry in path.parent.iterdir()] == ["ratings.json"], "no temporary file stays"


def test_says_when_it_cannot_save(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ratings = blank_ratings(rating_set(tmp_path / "set"), "Ada", NOW)
    with pytest.raises(RatingError, match=r"cannot be saved\. Free some space"):
        save_ratings(ratings, tmp_path / "file" / "ratings.json")


def test_refuses_a_time_without_zone(tmp_path: Path) -> None:
    path = tmp_path / "ratings.json"
    save_ratings(blank_ratings(rating_set(tmp_path), "Ada", NOW), path)
    path.write_text(path.read_text().replace("+00:00", ""))
    with pytest.raises(RatingError, match="saved_utc has no time zone"):
        load_ratings(path)


def test_refuses_true_where_a_number_belongs(tmp_path: Path) -> None:
    path = tmp_path / "ratings.json"
    save_ratings(blank_ratings(rating_set(tmp_path), "Ada", NOW), path)
    raw = json.loads(path.read_text())
    raw["cases"][0]["a"]["accuracy"] = True
    path.write_text(json.dumps(raw))
    with pytest.raises(RatingError, match=r"cases\[0\]\.a\.accuracy is not of type int"):
        load_ratings(path)


def test_refuses_ratings_without_a_name(tmp_path: Path) -> None:
    loaded = rating_set(tmp_path)
    with pytest.raises(RatingError, match="The rater has no name"):
        open_ratings(loaded, "  ", None, NOW)
    with pytest.raises(RatingError, match="The rater has no name"):
        blank_ratings(loaded, " ", NOW)


def test_opens_what_was_saved_under_the_same_name(tmp_path: Path) -> None:
    loaded = rating_set(tmp_path)
    opened = open_ratings(loaded, "Ada  Reader", None, NOW)
    assert opened.path == tmp_path / "ratings-ada-reader.json"
    save_ratings(opened.ratings.with_case(case_rating()), opened.path)
    again = open_ratings(loaded, "ada reader", None, NOW)
    assert again.ratings.cases[0] == case_rating()
    assert [found.ratings.rater for found in find_ratings(loaded)] == ["Ada Reader"]


def test_opens_a_named_file_under_the_name_in_it(tmp_path: Path) -> None:
    loaded, out = rating_set(tmp_path / "set"), tmp_path / "mine.json"
    save_ratings(blank_ratings(loaded, "Ada", NOW), out)
    assert open_ratings(loaded, "", out, NOW).ratings.rater == "Ada"
    with pytest.raises(RatingError, match=r"mine\.json holds the ratings of Ada"):
        open_ratings(loaded, "Bob", out, NOW)


def test_two_names_that_make_one_file_name_are_not_mixed(tmp_path: Path) -> None:
    loaded = rating_set(tmp_path)
    save_ratings(blank_ratings(loaded, "Ada/Bob", NOW), ratings_file(loaded, "Ada/Bob"))
    with pytest.raises(RatingError, match=r"ratings-ada-bob\.json holds the ratings of Ada/Bob"):
        open_ratings(loaded, "Ada Bob", None, NOW)


@pytest.mark.parametrize("name", ["../../x", "", "木村", "a" * 300])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    path = ratings_file(rating_set(tmp_path), name)
    assert path.parent == tmp_path
    assert path.name.startswith("ratings-")
    assert len(path.name) < 255


def test_finds_no_ratings_of_another_set(tmp_path: Path) -> None:
    other = rating_set(tmp_path / "other", cases=2)
    loaded = rating_set(tmp_path / "set")
    save_ratings(blank_ratings(other, "Ada", NOW), loaded.folder / "ratings-ada.json")
    (loaded.folder / "ratings-damaged.json").write_text("{")
    assert find_ratings(loaded) == ()
    with pytest.raises(RatingError, match="Ada rated a changed copy of this set"):
        open_ratings(loaded, "Ada", None, NOW)


def test_tells_another_set_from_a_changed_one_and_from_an_edited_file(tmp_path: Path) -> None:
    loaded = rating_set(tmp_path)
    ratings = blank_ratings(loaded, "Ada", NOW)
    cases = ("case-1", "case-2", "case-3")
    require_same_set(ratings, set_sha256=loaded.sha256, key_sha256=KEY_SHA256, case_ids=cases)
    with pytest.raises(RatingError, match="belong to another set"):
        require_same_set(ratings, set_sha256=loaded.sha256, key_sha256="00" * 32, case_ids=cases)
    with pytest.raises(RatingError, match="rated a changed copy"):
        require_same_set(ratings, set_sha256="00" * 32, key_sha256=KEY_SHA256, case_ids=cases)
    with pytest.raises(RatingError, match="do not list the cases"):
        require_same_set(ratings, set_sha256=loaded.sha256, key_sha256=KEY_SHA256, case_ids=cases[:2])


def test_names_are_the_same_but_for_capitals_and_spaces() -> None:
    assert same_rater("Ada  Reader", " ada reader")
    assert not same_rater("Ada Reader", "Adareader")
