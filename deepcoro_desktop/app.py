"""Composition root: settings, workspace, window, excepthook; nothing else."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from deepcoro_desktop import __version__
from deepcoro_desktop.core.clock import utc_now
from deepcoro_desktop.core.errors import DeepcoroError, StorageError, UnexpectedError
from deepcoro_desktop.core.preferences import folder_in_use
from deepcoro_desktop.core.storage.settings import load_settings
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from deepcoro_desktop.ui.errors import CrashGuard, ProblemDialog, show_problem
from deepcoro_desktop.ui.garbage import GarbageCollector, settle
from deepcoro_desktop.ui.language import install_language
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.theme import apply_theme


def run(arguments: argparse.Namespace) -> int:
    """Open the window, wait until it is closed and return the exit code.

    Parameters
    ----------
    arguments : argparse.Namespace
        What `cli.parse` returned for "open", "demo" or "rate".
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app = make_application()
    if arguments.command == "demo" and (arguments.headless or app.platformName() == "offscreen"):
        return _walk_through(arguments.out)
    paths = WorkspacePaths.of_user()
    install_language(window_settings(paths))
    if arguments.command == "rate":
        return _rate(arguments, app, paths)
    try:
        loaded = load_settings(paths.config)
        chosen = loaded.settings
        workspace = Workspace(
            paths,
            bundle_folder=folder_in_use(chosen),
            device=chosen.device,
            ai_enabled=chosen.ai_enabled,
            identity=Path(chosen.identity_path) if chosen.identity_path else None,
            credential=chosen.credential,
            reader=chosen.reader_name,
            surface_formula=chosen.body_surface,
        )
    except DeepcoroError as error:
        ProblemDialog(error).exec()
        return error.exit_code
    window = build_window(workspace, window_settings(paths))
    settle()
    guard = _guard(paths, app, window)
    try:
        window.show()
        window.self_test.run_if_due()
        window.reading.check_store()
        if loaded.notice:
            show_problem(StorageError(loaded.notice, "Choose your settings again."), window)
        if workspace.audit_problem:
            show_problem(workspace.audit_problem, window)
        if arguments.command == "demo":
            window.reading.imports.start_demo()
        elif arguments.study is not None:
            window.reading.imports.start([arguments.study])
        return app.exec()
    finally:
        guard.uninstall()


def _rate(arguments: argparse.Namespace, app: QApplication, paths: WorkspacePaths) -> int:
    """Open the window of a blinded rating."""
    from deepcoro_desktop.core.bundle.views import standard_views
    from deepcoro_desktop.core.rating.rating_set import load_set
    from deepcoro_desktop.ui.rating_window import RatingWindow

    try:
        window = RatingWindow(load_set(arguments.set), standard_views(), rater=arguments.rater, out=arguments.out)
    except DeepcoroError as error:
        ProblemDialog(error).exec()
        return error.exit_code
    settle()
    guard = _guard(paths, app, window)
    try:
        window.show()
        return app.exec()
    finally:
        guard.uninstall()


def _guard(paths: WorkspacePaths, app: QApplication, window: QWidget) -> CrashGuard:
    """Return the guard that takes what nothing else caught, installed."""
    guard = CrashGuard(paths.data / "crashes", utc_now, app)
    guard.unexpected.connect(lambda text: show_problem(UnexpectedError(text, ""), window))
    guard.install()
    return guard


def _walk_through(out: Path) -> int:
    """Run the sample study through in a workspace of its own, which is thrown away after."""
    from deepcoro_desktop.ui.walkthrough import Walkthrough, tell

    with tempfile.TemporaryDirectory(prefix="deepcoro-demo-") as folder:
        paths = WorkspacePaths.under(Path(folder))
        workspace = Workspace(paths)
        window = build_window(workspace, window_settings(paths))
        settle()
        try:
            tell(Walkthrough(workspace, window, out).run())
        except DeepcoroError as error:
            sys.stderr.write(f"{error}\n")
            return error.exit_code
        finally:
            window.close()
    return 0


def make_application() -> QApplication:
    """Return the one application, with its theme; from now on only this thread collects reference cycles."""
    QCoreApplication.setApplicationName("DeepCORO Desktop")
    QCoreApplication.setApplicationVersion(__version__)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    apply_theme(app)
    if app.findChild(GarbageCollector) is None:
        GarbageCollector(app)
    return app


def window_settings(paths: WorkspacePaths) -> QSettings:
    """Return where the window remembers its layout."""
    return QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)


def build_window(workspace: Workspace, settings: QSettings) -> MainWindow:
    """Return the window of a workspace, not shown yet.

    Parameters
    ----------
    workspace : Workspace
        The use cases.
    settings : QSettings
        Where the window remembers its layout.
    """
    return MainWindow(workspace, settings)
