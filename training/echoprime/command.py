"""The command `import-echoprime`: a copy of the published release becomes a bundle."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from training.echoprime.bundle import check_free, write_bundle
from training.echoprime.files import check_files
from training.echoprime.graphs import export_release
from training.echoprime.licence import ask, licence_text

logger = logging.getLogger(__name__)


def import_echoprime(release: Path, out: Path, accept_licence: bool) -> None:
    """Show the licence, and write the bundle if it is accepted.

    Parameters
    ----------
    release : Path
        The user's own copy of the release.
    out : Path
        The bundle's folder, a new one.
    accept_licence : bool
        Whether the licence was accepted on the command line.

    Raises
    ------
    ArgumentError
        If the release is not whole, the licence is not accepted, or the folder is there already.
    BundleError
        If a graph differs from torch.
    """
    check_free(out)
    check_files(release)
    licence = licence_text(release)
    ask(licence, accept_licence, sys.stdout, sys.stdin)
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    manifest = write_bundle(release, out, licence, created, export_release)
    logger.info("%s: %d candidates", manifest.bundle_id, manifest.report_index.count)
