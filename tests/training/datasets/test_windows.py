from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.clip_store import Sentence, StudyRecord
from training.datasets.reports import by_section, report_text
from training.datasets.windows import Window, draw_window, mean_of_windows, report_vectors, report_windows
from training.models.text_encoder import Tokenizer

WORDS = ["wide", "thin", "root", "aorta", "ivc", "long", "mild", "##er", "a", "b", "c", ":", ".", ","]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    path = tmp_path_factory.mktemp("words") / "vocab.txt"
    path.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]), encoding="utf-8")
    return Tokenizer(path, 40)


def _record(sections: dict[str, list[str]]) -> StudyRecord:
    sentences = tuple(Sentence(name, text, None) for name, texts in sections.items() for text in texts)
    return StudyRecord("s", "p", sentences, {}, {})


def _whole(tokenizer: Tokenizer, sections: dict[str, list[str]]) -> list[int]:
    return tokenizer.tokens([report_text(_record(sections))])[0]


def test_counts_and_ids_are_whole_and_without_special_tokens(tokenizer: Tokenizer) -> None:
    text = " ".join(["wideer."] * 50)
    assert tokenizer.count([text, "thin", ""]) == [150, 1, 0]
    assert tokenizer(["thin " * 100])[0].shape == (1, 40)
    ids, mask = tokenizer.pad([tokenizer.tokens(["wide thin."])[0], []])
    same, _ = tokenizer(["wide thin.", ""])
    assert torch.equal(ids, same)
    assert mask.tolist() == [[1, 1, 1, 1, 1], [1, 1, 0, 0, 0]]


def test_padding_refuses_a_window_that_is_too_long(tokenizer: Tokenizer) -> None:
    assert tokenizer.pad([[5] * 38])[0].shape == (1, 40)
    with pytest.raises(ArgumentError, match="41 tokens is longer than the 40"):
        tokenizer.pad([[5] * 39])


def test_a_short_report_is_one_window(tokenizer: Tokenizer) -> None:
    sections = {"Aorta": ["Wide.", "Long."], "IVC": ["Thin."]}
    assert report_windows(sections, tokenizer) == (Window(tuple(_whole(tokenizer, sections)), ("Aorta", "IVC")),)
    assert report_windows({"Aorta": []}, tokenizer) == ()


def test_windows_end_where_sections_end(tokenizer: Tokenizer) -> None:
    # 4, 6 and 4 tokens in windows of 10
    sections = {"Aorta": ["Wide."], "IVC": ["Thin.", "Long."], "Root": ["Mild."]}
    assert tokenizer.count(["Aorta: Wide.", "IVC: Thin. Long.", "Root: Mild."]) == [4, 6, 4]
    assert [window.sections for window in report_windows(sections, tokenizer, 12)] == [("Aorta", "IVC"), ("Root",)]
    assert [window.sections for window in report_windows(sections, tokenizer, 11)] == [("Aorta",), ("IVC",), ("Root",)]


def test_a_long_section_is_broken_between_sentences_and_a_long_sentence_between_tokens(tokenizer: Tokenizer) -> None:
    sections = {"Root": ["Mild."], "Aorta": ["Wide a.", "Long b c.", "Thin " * 12 + "."], "IVC": ["a."]}
    windows = report_windows(sections, tokenizer, 10)
    texts = tokenizer.tokens(["Root: Mild.", "Aorta: Wide a.", "Long b c.", "Thin " * 8, "Thin " * 4 + ". ", "IVC: a."])
    assert [list(window.tokens) for window in windows] == texts
    assert [window.sections for window in windows] == [("Root",), *[("Aorta",)] * 4, ("IVC",)]
    # the section after a broken one may share its last window
    together = report_windows(sections, tokenizer, 12)
    assert together[-1].sections == ("Aorta", "IVC")


@settings(max_examples=150, deadline=None)
@given(
    sections=st.dictionaries(
        st.sampled_from(["Aorta", "IVC", "Root a", "Long"]),
        st.lists(st.text("abc .,wideer", max_size=40).filter(str.strip), min_size=1, max_size=6),
        min_size=1,
    ),
    limit=st.integers(3, 40),
)
def test_every_token_is_in_exactly_one_window(tokenizer: Tokenizer, sections: dict[str, list[str]], limit: int) -> None:
    windows = report_windows(sections, tokenizer, limit)
    assert list(chain.from_iterable(window.tokens for window in windows)) == _whole(tokenizer, sections)
    assert all(len(window.tokens) <= limit - 2 for window in windows)
    ids, _ = tokenizer.pad([window.tokens for window in windows])
    assert ids.shape[1] <= limit
    for name, sentences in sections.items():
        if tokenizer.count([f"{name}: {' '.join(sentences)}"])[0] <= limit - 2:
            assert sum(name in window.sections for window in windows) == 1


def test_refuses_limits_that_leave_no_room(tokenizer: Tokenizer) -> None:
    for limit in (2, 41):
        with pytest.raises(
            ArgumentError, match=f"Windows of {limit} tokens cannot be made. Give a number from 3 to 40"
        ):
            report_windows({"Aorta": ["Wide."]}, tokenizer, limit)


def test_drawn_windows_follow_the_generator() -> None:
    windows = [Window((place,), ("Aorta",)) for place in range(3)]
    rng = np.random.default_rng(1)
    drawn = [draw_window(windows, rng) for _ in range(60)]
    assert set(drawn) == set(windows)
    rng = np.random.default_rng(1)
    assert [draw_window(windows, rng) for _ in range(60)] == drawn


def test_a_reports_vector_is_the_unit_mean_of_its_windows() -> None:
    vectors = torch.nn.functional.normalize(torch.randn(5, 4, generator=torch.Generator().manual_seed(1)), dim=1)
    found = mean_of_windows(vectors, [2, 3])
    for row, part in zip(found, (vectors[:2], vectors[2:]), strict=True):
        mean = sum(part) / len(part)
        torch.testing.assert_close(row, mean / mean.norm())


def test_vectors_of_reports_do_not_depend_on_the_batch(tokenizer: Tokenizer) -> None:
    def encode(ids: Tensor, mask: Tensor) -> Tensor:
        assert (ids[:, 0] == 2).all()
        counts = torch.nn.functional.one_hot(ids, len(tokenizer)).float() * mask[:, :, None]
        return torch.nn.functional.normalize(counts.sum(dim=1), dim=1)

    reports = [
        by_section(_record({"Aorta": ["Wide."], "IVC": ["Thin a b."] * 8}).sentences),
        by_section(_record({"Root": ["Long."]}).sentences),
    ]
    one = report_vectors(encode, tokenizer, reports, limit=12, batch=1)
    many = report_vectors(encode, tokenizer, reports, limit=12, batch=32)
    assert one.dtype == np.float32
    assert one.shape == (2, len(tokenizer))
    np.testing.assert_allclose(one, many, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(one, axis=1), 1, atol=1e-6)
    short = report_vectors(encode, tokenizer, reports[1:])
    np.testing.assert_allclose(short[0], encode(*tokenizer(["Root: Long."]))[0].numpy(), atol=1e-6)
