"""The figures of a bundle on held-out studies, by the same steps that the desktop runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.errors import BundleError
from deepcoro_desktop.core.inference.results import ClipEmbedding, ClipViews, PreparedClip, SectionAttention
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views, view_probabilities
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding, embed_clip
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import retrieve_labels, section_queries, study_query
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import read_phenotypes
from deepcoro_desktop.core.progress import CancelToken
from training.datasets.clip_store import ClipStore
from training.datasets.reports import report_text
from training.metrics import area_under_curve, interval, ranks, retrieval
from training.models.text_encoder import Tokenizer

Vectors = npt.NDArray[np.float32]
Figures = dict[str, Any]

MAJORITY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class StudyPair:
    """Study vectors and report vectors of one model, row by row the same study."""

    video: Vectors
    """float32, shape (studies, D), unit rows."""
    text: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What the pipeline found in one study."""

    views: tuple[ClipViews, ...]
    embeddings: tuple[ClipEmbedding, ...]
    attention: tuple[SectionAttention, ...]
    query: Vectors
    """Of the whole study: every clip counts alike."""
    attended: Vectors
    """Mean of the sections' queries: clips count by attention."""
    phenotypes: Mapping[str, float]


def evaluate(bundle: Bundle, store: ClipStore, seed: int = 0, threads: int = 1) -> Figures:
    """Return all figures as the JSON of `evaluate` has them.

    Parameters
    ----------
    bundle : Bundle
        With a text encoder and its vocabulary.
    store : ClipStore
        Prepared clips of studies that nothing was trained on.
    seed : int
        Of the bootstrap.
    threads : int
        Studies that are looked at at once.
    """
    models = Models(bundle, "cpu", threads=1)
    with ThreadPoolExecutor(threads) as pool:  # a study a thread, for the reason that `engine.thread_pool` gives
        seen = list(pool.map(partial(_look_at, bundle, models, store), range(len(store.studies))))
    texts = [report_text(record) for record in store.studies]
    own = StudyPair(np.stack([one.query for one in seen]), embed_texts(bundle, models, texts))
    attended = StudyPair(np.stack([one.attended for one in seen]), own.text)
    rng = np.random.default_rng(seed)
    same = np.asarray([[a == b for b in texts] for a in texts])
    return {
        "bundle_id": bundle.manifest.bundle_id,
        "studies": len(seen),
        "clips": len(store),
        "views": _view_figures(seen, store, bundle, rng),
        "retrieval": {
            **_retrieval_figures(own, same, rng),
            "baselines": {
                "chance": _chance(len(seen)),
                "attended": _retrieval_figures(attended, same, rng),
            },
        },
        **_phenotype_figures(seen, store, bundle, rng),
        "attention": _attention_figures(seen, store, bundle),
    }


def compare(figures: Figures, name: str, pair: StudyPair, store: ClipStore, seed: int = 0) -> None:
    """Add a baseline's retrieval to figures of the same studies."""
    texts = [report_text(record) for record in store.studies]
    same = np.asarray([[a == b for b in texts] for a in texts])
    figures["retrieval"]["baselines"][name] = _retrieval_figures(pair, same, np.random.default_rng(seed))


def embed_texts(bundle: Bundle, models: Models, texts: list[str]) -> Vectors:
    """Return unit vectors, float32 (texts, D), by the bundle's text encoder."""
    if bundle.manifest.vocabulary is None:
        raise BundleError("The bundle has no text encoder's vocabulary.", "Export it again.")
    tokenizer = Tokenizer(bundle.path(bundle.manifest.vocabulary), 512)
    rows = []
    for text in texts:
        ids, mask = tokenizer([text])
        feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        rows.append(models.run(ModelRole.TEXT_ENCODER, feed, CancelToken())[0])
    return np.stack(rows)


def _look_at(bundle: Bundle, models: Models, store: ClipStore, study: int) -> _Seen:
    manifest, cancel = bundle.manifest, CancelToken()
    views, embeddings = [], []
    clips = store.clips_of[study]
    for clip, tensor in zip(clips, store.read(clips), strict=True):
        uid = str(clip)
        prepared = PreparedClip(uid, tensor, tuple(range(len(tensor))), "")
        views.append(rank_views(uid, view_probabilities(prepared, models, cancel), manifest.views))
        embeddings.append(clip_embedding(uid, embed_clip(prepared, models, cancel)))
    attention = attend(embeddings, views, manifest, models, cancel)
    patient = store.studies[study].patient_id
    neighbours = retrieve_labels(embeddings, manifest, bundle.report_index, patient)
    phenotypes = read_phenotypes([(one.weight, one.labels) for one in neighbours], manifest.calibration)
    return _Seen(
        tuple(views),
        tuple(embeddings),
        attention,
        study_query(embeddings),
        _unit(section_queries(embeddings, attention).mean(axis=0)),
        {result.name: result.value for result in phenotypes},
    )


def _unit(vector: npt.NDArray[np.floating[Any]]) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def _view_figures(seen: list[_Seen], store: ClipStore, bundle: Bundle, rng: np.random.Generator) -> Figures:
    names = [view.id for view in bundle.manifest.views]
    right = [
        np.asarray([clip.best.view_id == names[store.view_of[int(clip.sop_instance_uid)]] for clip in one.views])
        for one in seen
    ]
    hits, counts = np.asarray([part.sum() for part in right]), np.asarray([len(part) for part in right])
    top1 = _with_interval("top1", lambda rows: float(hits[rows].sum() / counts[rows].sum()), len(seen), rng)
    return {**top1, "n": int(counts.sum()), "views": len(names)}


def _retrieval_figures(pair: StudyPair, same: npt.NDArray[np.bool_], rng: np.random.Generator) -> Figures:
    similarity = pair.video @ pair.text.T
    directions = {"video_to_text": similarity, "text_to_video": similarity.T}
    figures: Figures = {}
    for name, table in directions.items():
        found = ranks(table, same)
        values = dataclasses.asdict(retrieval(found, len(found)))
        for key in ("r1", "r5", "r10", "median_rank", "mrr"):
            values[f"{key}_ci"] = list(interval(_of_ranks(found, key), len(found), rng))
        figures[name] = values
    return figures


def _of_ranks(found: npt.NDArray[np.int64], key: str) -> Callable[[npt.NDArray[np.int64]], float]:
    return lambda rows: float(getattr(retrieval(found[rows], len(found)), key))


def _chance(pool: int) -> Figures:
    """Return what an order drawn at random gives."""
    places = np.arange(1, pool + 1)
    figures = {
        **{f"r{k}": min(1.0, k / pool) for k in (1, 5, 10)},
        "median_rank": (pool + 1) / 2.0,
        "mrr": float((1.0 / places).mean()),
        "pool": pool,
    }
    return {"video_to_text": figures, "text_to_video": dict(figures)}


def _phenotype_figures(seen: list[_Seen], store: ClipStore, bundle: Bundle, rng: np.random.Generator) -> Figures:
    phenotypes: Figures = {}
    areas = []
    for spec in bundle.manifest.calibration.phenotypes:
        if spec.kind != "binary":
            continue
        truth = np.asarray([record.labels.get(spec.name, 0.0) >= MAJORITY for record in store.studies])
        scores = np.asarray([one.phenotypes.get(spec.name, 0.0) for one in seen])
        area = area_under_curve(scores, truth)
        if np.isnan(area):
            continue
        areas.append(area)
        figure = _with_interval("auc", _area_of(scores, truth), len(seen), rng)
        phenotypes[spec.name] = {**figure, "n_positive": int(truth.sum())}
    phenotypes["mean_auc"] = float(np.mean(areas)) if areas else float("nan")
    known = [place for place, one in enumerate(seen) if "ef" in one.phenotypes and "ef" in store.studies[place].labels]
    figures: Figures = {"phenotypes": phenotypes}
    if known:
        truth = np.asarray([store.studies[place].labels["ef"] for place in known])
        error = np.abs(np.asarray([seen[place].phenotypes["ef"] for place in known]) - truth)
        prior = np.asarray([report.labels["ef"] for report in bundle.report_index.reports if "ef" in report.labels])
        naive = np.abs(truth - prior.mean())
        figures["ef"] = {
            **_with_interval("mae", lambda rows: float(error[rows].mean()), len(known), rng),
            **_with_interval("mae_of_mean", lambda rows: float(naive[rows].mean()), len(known), rng),
            "n": len(known),
        }
    return figures


def _area_of(scores: npt.NDArray[np.floating[Any]], truth: npt.NDArray[np.bool_]) -> Callable[[Any], float]:
    return lambda rows: area_under_curve(scores[rows], truth[rows])


def _attention_figures(seen: list[_Seen], store: ClipStore, bundle: Bundle) -> Figures:
    """Return in how many sections the clip with most weight shows, in most studies, one of the section's views.

    Counted over the studies that have such a clip and another; the views are the true ones.
    """
    names = [view.id for view in bundle.manifest.views]
    share: dict[str, float] = {}
    for place, section in enumerate(bundle.manifest.sections):
        wanted = set(section.required_views)
        hits = []
        for study, one in enumerate(seen):
            true_views = [names[store.view_of[clip]] for clip in store.clips_of[study]]
            if wanted & set(true_views) and not set(true_views) <= wanted:
                best = int(one.attention[place].weights[0].sop_instance_uid)
                hits.append(names[store.view_of[best]] in wanted)
        share[section.name] = float(np.mean(hits)) if hits else 0.0
    return {
        "sections_with_true_view_first": sum(value > MAJORITY for value in share.values()),
        "of": len(share),
        "share_of_studies": share,
    }


def _with_interval(
    name: str, figure: Callable[[npt.NDArray[np.int64]], float], count: int, rng: np.random.Generator
) -> Figures:
    return {name: figure(np.arange(count)), f"{name}_ci": list(interval(figure, count, rng))}
