"""The set holds no hint which text is the draft, and the key opens this set alone."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.errors import ArgumentError
from deepcoro_desktop.core.rating.clips import read_case
from deepcoro_desktop.core.rating.rating_set import SET_NAME, SectionPair, load_set
from tests.bundle_factory import SECTIONS, write_bundle
from tests.dicom_factory import write_study
from tests.rating_factory import write_clip_store
from training.datasets.clip_store import ClipStore, Sentence, StudyRecord
from training.rating.blinding import BlindRun, choose_studies, first_arm, pair_of, write_blinded_set
from training.rating.drafts import WrittenStudy, written_studies
from training.rating.key import Arm, key_file, load_key
from training.rating.neutral import UsualOrder

SALT = bytes(range(32))
NAMES = tuple(section.name for section in SECTIONS)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load_bundle(write_bundle(tmp_path_factory.mktemp("bundle")))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> ClipStore:
    folder = tmp_path_factory.mktemp("data")
    write_clip_store(folder)
    return ClipStore(folder, [view.id for view in bundle.manifest.views])


def run(folder: Path, salt: bytes = SALT, studies: Path | None = None) -> BlindRun:
    return BlindRun(folder / "set", 4, 1, salt, "2026-03-14T10:00:00Z", studies)


def salt_where(case_id: str, arm: Arm) -> bytes:
    return next(bytes([n]) * 32 for n in range(256) if first_arm(bytes([n]) * 32, case_id) is arm)


def test_a_key_is_written_beside_the_set_and_fits_it(tmp_path: Path, bundle: Bundle, store: ClipStore) -> None:
    key = write_blinded_set(bundle, store, run(tmp_path))
    loaded = load_set(tmp_path / "set")
    assert load_key(tmp_path / "set-key.json") == key
    assert key_file(tmp_path / "set") == tmp_path / "set-key.json"
    assert key.set_sha256 == loaded.sha256
    assert loaded.content.key_sha256 == key.secret.sha256
    assert [case.case_id for case in key.secret.cases] == [case.case_id for case in loaded.content.cases]
    assert sorted(case.study_id for case in key.secret.cases) == [f"study-{n}" for n in range(4)]
    assert all(case.left_out == ("Technique",) for case in key.secret.cases)


def test_the_texts_are_the_draft_and_the_report_as_the_key_says(
    tmp_path: Path, bundle: Bundle, store: ClipStore
) -> None:
    key = write_blinded_set(bundle, store, run(tmp_path))
    for case, secret in zip(load_set(tmp_path / "set").content.cases, key.secret.cases, strict=True):
        said = {pair.name: pair.a if secret.a is Arm.REFERENCE else pair.b for pair in case.sections}
        assert said == {
            "Left ventricle": "LVEF = [__ %].",
            "Mitral valve": "There is mild mitral regurgitation.",
            "Pericardium": "No pericardial effusion.",
            "Inferior vena cava": "",
        }
        study = [record.study_id for record in store.studies].index(secret.study_id)
        (written,) = written_studies(bundle, store, [study])
        drafted = " ".join(pair.b if secret.a is Arm.REFERENCE else pair.a for pair in case.sections)
        assert written.draft
        for sentence in written.draft:
            assert sentence.text.casefold() in drafted.casefold()


def test_nothing_in_the_set_names_study_origin_or_order(tmp_path: Path, bundle: Bundle, store: ClipStore) -> None:
    key = write_blinded_set(bundle, store, run(tmp_path))
    text = (tmp_path / "set" / SET_NAME).read_text(encoding="utf-8")
    cases = json.dumps(json.loads(text)["cases"])
    for hint in ("reference", "draft", "model", "retriev", "tiny-", "study-", "NEW-", "concept", "=", "origin"):
        assert hint not in cases.replace("LVEF =", "LVEF"), hint
    assert SALT.hex() not in text
    assert bundle.manifest.bundle_id not in text
    assert not re.search(r"\d", re.sub(r'"case-\d"', "", cases)), "no number of either text"
    assert [path.name for path in (tmp_path / "set").iterdir()] == [SET_NAME]
    assert key.secret.salt == SALT.hex()


def test_exchanging_the_arms_exchanges_a_and_b_and_nothing_else(bundle: Bundle, store: ClipStore) -> None:
    (study,) = written_studies(bundle, store, [2])
    one = pair_of(study, Arm.DRAFT, NAMES, UsualOrder({}))
    other = pair_of(study, Arm.REFERENCE, NAMES, UsualOrder({}))
    assert one != other
    assert [SectionPair(pair.name, pair.b, pair.a) for pair in one] == list(other)


def test_two_texts_that_say_the_same_are_the_same() -> None:
    typed = (
        Sentence("Pericardium", "- NO PERICARDIAL EFFUSION", "effusion=none"),
        Sentence("Technique", "Poor windows", None),
        Sentence("Left ventricle", "ejection fraction 55 – 60%", "function=normal"),
    )
    drafted = (
        Sentence("Left ventricle", "Ejection fraction [__ %].", "function=normal"),
        Sentence("Pericardium", "No pericardial effusion.", "effusion=none"),
    )
    pairs = pair_of(WrittenStudy("s", typed, drafted), Arm.DRAFT, NAMES, UsualOrder({}))
    assert all(pair.a == pair.b for pair in pairs)
    assert pairs[0].a == "Ejection fraction [__ %]."


def test_the_order_is_a_fair_coin_that_hangs_on_the_salt_alone() -> None:
    ids = [f"case-{number:04d}" for number in range(2000)]
    drafts = sum(first_arm(SALT, case_id) is Arm.DRAFT for case_id in ids)
    assert abs(drafts - 1000) < 4 * (2000 * 0.25) ** 0.5
    other = bytes(32)
    agree = sum(first_arm(SALT, case_id) is first_arm(other, case_id) for case_id in ids)
    assert abs(agree - 1000) < 4 * (2000 * 0.25) ** 0.5


def test_the_seed_chooses_studies_and_the_salt_does_not(tmp_path: Path, bundle: Bundle, store: ClipStore) -> None:
    first = write_blinded_set(bundle, store, run(tmp_path / "1", salt_where("case-1", Arm.DRAFT)))
    second = write_blinded_set(bundle, store, run(tmp_path / "2", salt_where("case-1", Arm.REFERENCE)))
    assert [c.study_id for c in first.secret.cases] == [c.study_id for c in second.secret.cases]
    assert first.secret.cases[0].a is not second.secret.cases[0].a
    assert choose_studies(store, 3, 7) == choose_studies(store, 3, 7)
    assert len({tuple(choose_studies(store, 3, seed)) for seed in range(8)}) > 1


def test_the_sets_hash_of_the_key_notices_every_change(tmp_path: Path, bundle: Bundle, store: ClipStore) -> None:
    secret = write_blinded_set(bundle, store, run(tmp_path)).secret
    flipped = replace(secret.cases[0], a=Arm.DRAFT if secret.cases[0].a is Arm.REFERENCE else Arm.REFERENCE)
    changed = [replace(secret, salt="00" * 32), replace(secret, cases=(flipped, *secret.cases[1:]))]
    assert len({one.sha256 for one in (secret, *changed)}) == 3


def test_studies_without_a_report_are_never_drawn(tmp_path: Path, bundle: Bundle) -> None:
    write_clip_store(tmp_path, 3)
    store = ClipStore(tmp_path, [view.id for view in bundle.manifest.views])
    silent: StudyRecord = replace(store.studies[1], sentences=())
    store.studies[1] = silent
    assert sorted(choose_studies(store, 2, 0)) == [0, 2]
    with pytest.raises(ArgumentError, match="A set of 3 cases cannot be drawn from 2 studies with clips and a report"):
        choose_studies(store, 3, 0)
    with pytest.raises(ArgumentError, match="A set of 0 cases"):
        choose_studies(store, 0, 0)


def test_a_set_that_is_out_is_never_replaced(tmp_path: Path, bundle: Bundle, store: ClipStore) -> None:
    write_blinded_set(bundle, store, run(tmp_path))
    before = (tmp_path / "set-key.json").read_bytes()
    with pytest.raises(ArgumentError, match=r"set-key\.json is there already"):
        write_blinded_set(bundle, store, run(tmp_path))
    assert (tmp_path / "set-key.json").read_bytes() == before
    (tmp_path / "set-key.json").unlink()
    with pytest.raises(ArgumentError, match="set is there already"):
        write_blinded_set(bundle, store, run(tmp_path))


def test_clips_go_with_their_case_under_names_that_say_nothing(
    tmp_path: Path, bundle: Bundle, store: ClipStore, caplog: pytest.LogCaptureFixture
) -> None:
    source = tmp_path / "dicom"
    for study in ("study-0", "study-2"):
        write_study(source / study, (0, 2))
    with caplog.at_level(logging.WARNING):
        key = write_blinded_set(bundle, store, run(tmp_path, studies=source))
    assert "2 of 4 cases have no DICOM files; they are rated on their texts." in caplog.text
    loaded = load_set(tmp_path / "set")
    for case, secret in zip(loaded.content.cases, key.secret.cases, strict=True):
        if secret.study_id in ("study-0", "study-2"):
            assert [clip.file for clip in case.clips] == [f"studies/{case.case_id}/clip-0{n}.dcm" for n in (1, 2)]
            assert len(read_case(loaded, case).clips) == 2
        else:
            assert case.clips == ()
