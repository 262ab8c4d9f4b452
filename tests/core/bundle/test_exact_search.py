"""Exact search: the same as comparing every row by its definition, whatever the order, the ties and the filters."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from deepcoro_desktop.core import crew
from deepcoro_desktop.core.bundle import exact_search
from deepcoro_desktop.core.bundle.exact_search import PRODUCT_FILE, Product, nearest_rows, similarities
from deepcoro_desktop.core.bundle.resources import resource_path

Allowed = npt.NDArray[np.bool_]


def unit(rng: np.random.Generator, count: int, dim: int) -> npt.NDArray[np.float32]:
    rows = rng.standard_normal((count, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def naive(
    matrix: npt.NDArray[np.float16], queries: npt.NDArray[np.float32], k: int, allowed: Allowed
) -> tuple[list[list[float]], list[list[int]]]:
    """Return similarities and rows by the definition: exact sum, six decimals, ties in the order of the rows."""
    wide = matrix.astype(np.float64)
    scores, rows = [], []
    for query, mine in zip(queries.astype(np.float64), allowed, strict=True):
        products = wide * query
        exact = np.round([math.fsum(row) for row in products], 6)
        found = [row for row in np.lexsort((np.arange(len(wide)), -exact)).tolist() if mine[row]][:k]
        rows.append(found)
        scores.append(exact[found].tolist())
    return scores, rows


def agree(matrix: npt.NDArray[np.float16], queries: npt.NDArray[np.float32], k: int, allowed: Allowed) -> None:
    scores, rows = nearest_rows(matrix, queries, k, allowed)
    found = scores > -np.inf
    expected_scores, expected_rows = naive(matrix, queries, k, allowed)
    assert [row[known].tolist() for row, known in zip(rows, found, strict=True)] == expected_rows
    assert [row[known].tolist() for row, known in zip(scores, found, strict=True)] == expected_scores


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(5))


def test_fifty_thousand_rows_are_ranked_as_by_definition(rng: np.random.Generator) -> None:
    matrix, queries = unit(rng, 50_000, 8).astype(np.float16), unit(rng, 3, 8)
    allowed = rng.random((3, 50_000)) < np.array([[0.7], [0.002], [0.0005]])
    agree(matrix, queries, 50, allowed)


@pytest.mark.parametrize("few", [0, 4096])
@pytest.mark.parametrize("chunk", [1, 7, 64, 4096])
@pytest.mark.parametrize("first", [1, 30])
@pytest.mark.parametrize("k", [1, 20, 500])
def test_neither_chunk_nor_start_changes_the_answer(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch, few: int, chunk: int, first: int, k: int
) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", chunk)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", few)
    monkeypatch.setattr(exact_search, "_SAMPLE_ROWS", first)
    matrix, queries = unit(rng, 300, 8).astype(np.float16), unit(rng, 3, 8)
    agree(matrix, queries, k, rng.random((3, 300)) < np.array([[0.9], [0.3], [0.02]]))


@pytest.mark.parametrize(("processors", "most"), [(1, 1), (3, 3), (64, 4)])
def test_threads_share_the_chunks_and_change_nothing(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch, processors: int, most: int
) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", 4)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 0)
    monkeypatch.setattr(exact_search, "_SAMPLE_ROWS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    crews: list[int] = []

    def counted(work: Any, items: Any) -> Any:
        crews.append(len(items))
        return crew.each_on_a_thread(work, items)

    monkeypatch.setattr(exact_search, "each_on_a_thread", counted)
    matrix, queries = unit(rng, 300, 8).astype(np.float16), unit(rng, 17, 8)
    agree(matrix, queries, 20, rng.random((17, 300)) < 0.5)
    assert crews == [most]


@pytest.mark.parametrize("order", ["sorted", "reversed"])
def test_rows_that_come_nearer_and_nearer_are_all_seen(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", 16)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 16)
    monkeypatch.setattr(exact_search, "_SAMPLE_ROWS", 1)
    monkeypatch.setattr(exact_search, "_MOST_WAITING", 40)
    matrix, queries = unit(rng, 400, 8).astype(np.float16), unit(rng, 1, 8)
    ranks = np.argsort(matrix.astype(np.float64) @ queries[0])
    agree(matrix[ranks if order == "sorted" else ranks[::-1]], queries, 10, np.ones((1, 400), np.bool_))


@pytest.mark.parametrize("chunk", [3, 4096])
def test_equal_rows_come_in_their_order(rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", chunk)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", chunk)
    monkeypatch.setattr(exact_search, "_SAMPLE_ROWS", 4)
    two = unit(rng, 2, 8)
    matrix = np.repeat(two, 10, axis=0).astype(np.float16)
    _, rows = nearest_rows(matrix, two[1:], 15, np.ones((1, 20), np.bool_))
    assert rows[0].tolist() == [*range(10, 20), *range(5)]


def test_thousands_of_equal_rows_are_told_apart_by_their_place(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", 256)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 256)
    monkeypatch.setattr(exact_search, "_MOST_WAITING", 600)
    two = unit(rng, 2, 8)
    matrix = two[rng.integers(2, size=5000)].astype(np.float16)
    agree(matrix, two, 300, rng.random((2, 5000)) < 0.5)


def test_rows_that_differ_by_less_than_six_decimals_tie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", 4)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 4)
    monkeypatch.setattr(exact_search, "_SAMPLE_ROWS", 2)
    step = np.float32(2.0**-24)  # the least of float16: 6e-8
    matrix = np.array([[1.0, (row % 3) * step] for row in range(40)], np.float16)
    _, rows = nearest_rows(matrix, np.array([[0.8, 0.6]], np.float32), 12, np.ones((1, 40), np.bool_))
    assert rows[0].tolist() == list(range(12))


def test_a_sum_whose_last_bits_decide_is_exact() -> None:
    # 1/128 is half-way between 0.007812 and 0.007813; what is added is lost where it is added one by one.
    query = np.array([[1.0, *[2.0**-36] * 32]], np.float32)
    row = np.array([[1 / 128, *[2.0**-24] * 32]], np.float16)
    one_by_one = 0.0
    for product in (row.astype(np.float64) * query)[0]:
        one_by_one += float(product)
    assert np.round(one_by_one, 6) == 0.007812
    assert similarities(row, query).tolist() == [[0.007813]]


def test_the_longest_dimension_in_use_keeps_the_error_bound(rng: np.random.Generator) -> None:
    # equal signs add up to the largest errors
    matrix, query = np.abs(unit(rng, 6000, 512)).astype(np.float16), np.abs(unit(rng, 1, 512))
    agree(matrix, query, 50, np.ones((1, 6000), np.bool_))


def test_nothing_allowed_is_nothing_found(rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_search, "_CHUNK_ROWS", 4)
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 4)
    scores, _ = nearest_rows(unit(rng, 9, 4).astype(np.float16), unit(rng, 2, 4), 3, np.zeros((2, 9), np.bool_))
    assert not np.isfinite(scores).any()


def test_what_multiplies_is_set_up_once_and_agrees_with_a_new_one(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 0)
    opened: list[object] = []
    make = onnxruntime.InferenceSession

    def counted(*arguments: Any, **named: Any) -> object:
        opened.append(arguments)
        return make(*arguments, **named)

    monkeypatch.setattr(onnxruntime, "InferenceSession", counted)
    matrix, allowed, kept = unit(rng, 300, 8).astype(np.float16), np.ones((2, 300), np.bool_), Product()
    for _ in range(3):
        queries = unit(rng, 2, 8)
        again = nearest_rows(matrix, queries, 5, allowed, product=kept)
        assert len(opened) == 1
        with monkeypatch.context() as patch:
            patch.setattr(onnxruntime, "InferenceSession", make)
            anew = nearest_rows(matrix, queries, 5, allowed)
        assert [part.tolist() for part in again] == [part.tolist() for part in anew]


def test_the_product_is_the_graph_that_it_says() -> None:
    nodes = [
        helper.make_node("Cast", ["rows"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["wide", "queries"], ["products"]),
    ]
    graph = helper.make_graph(
        nodes,
        "float16_product",
        [
            helper.make_tensor_value_info("rows", TensorProto.FLOAT16, ["rows", "dim"]),
            helper.make_tensor_value_info("queries", TensorProto.FLOAT, ["dim", "queries"]),
        ],
        [helper.make_tensor_value_info("products", TensorProto.FLOAT, ["rows", "queries"])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    # Rebuild: resource_path(PRODUCT_FILE).write_bytes(model.SerializeToString())
    assert onnx.load(resource_path(PRODUCT_FILE)) == model
