"""An HNSW graph over 1.23 million reports, built and judged as `build-index` does it.

It is run only by name, for it takes an hour and more: ``python -m tests.benchmarks hnsw``. Each graph that was built is
told on standard error. The corpus is that of the part `retrieval`; the graph stays beside it only where it is kept.
"""

from __future__ import annotations

import os
import sys
import time

from tests.benchmarks.line import Line
from tests.benchmarks.retrieval import FOLDER, NEIGHBOURS, ROWS, corpus
from training.index_graph import LEAST_SAVING, QUERIES, Attempt, with_graph


def tell(attempt: Attempt, processor_s: float) -> None:
    """Print what a graph cost and found; the processor's time tells a busy machine from a slow build."""
    kept = "kept" if attempt.kept else "refused"
    sys.stderr.write(
        f"{attempt.links} links: {kept}; built in {attempt.build_seconds:.0f} s on {os.cpu_count()} cores "
        f"({processor_s:.0f} s of processor time), {attempt.size_bytes / 1e9:.2f} GB\n"
    )
    for trial in attempt.trials:
        sys.stderr.write(
            f"  breadth {trial.breadth}: recall@{NEIGHBOURS} {trial.recall:.4f} off the reports, "
            f"{trial.recall_of_reports:.4f} of them, {QUERIES} queries in {trial.seconds:.3f} s, "
            f"exact {trial.exact_seconds:.3f} s\n"
        )
    sys.stderr.flush()


def measure() -> list[Line]:
    """Return the search by each graph at its last breadth, the first that finds enough where one does."""
    spec = corpus()
    attempts: list[Attempt] = []
    used = [time.process_time()]

    def note(attempt: Attempt) -> None:
        tell(attempt, time.process_time() - sum(used))
        used.append(time.process_time() - sum(used))
        attempts.append(attempt)

    with_graph(FOLDER, spec, 1, note)
    return [
        Line(
            f"15 section queries over {ROWS / 1e6:.2f} million reports, HNSW of {attempt.links} links, "
            f"recall@{NEIGHBOURS} {trial.recall:.4f}",
            "every report compared",
            trial.seconds,
            trial.exact_seconds,
            goal=LEAST_SAVING,
            goal_is_least=True,
        )
        for attempt in attempts
        for trial in attempt.trials[-1:]
    ]
