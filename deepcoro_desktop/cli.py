"""The command line: analyse, verify, bundle, selftest, demo, rate; the same workspace as the window, without Qt."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from deepcoro_desktop import __version__
from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.progress import CancelToken, Progress

DEVICES: Final = ("auto", "cpu", "cuda", "directml", "coreml", "openvino")

_SCREEN: Final = "1920x1080x24"
_STUDY_COMMAND: Final = "open"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the parsed arguments; exits with code 2 where they are wrong, 0 after help or version."""
    parser = _parser()
    words = list(argv)
    names = {"analyse", "verify", "bundle", "selftest", "demo", "rate"}
    if not words or (words[0] not in names and not words[0].startswith("-")):
        words = [_STUDY_COMMAND, *words]
    return parser.parse_args(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="deepcoro-desktop",
        description="Read an echocardiography study: clips, draft interpretation, evidence, signed report. "
        "With no command, or with the path of a study, the viewer opens.",
        epilog="Exit codes: 0 done, 1 failed, 2 bad arguments, 3 nothing usable in the study, 4 bad bundle.",
    )
    parser.add_argument("--version", action="version", version=f"DeepCORO Desktop {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    window = commands.add_parser(_STUDY_COMMAND, help="open the viewer (the default)")
    window.add_argument("study", nargs="?", type=Path, help="folder, zip, DICOMDIR or file")

    analyse = commands.add_parser("analyse", help="draft an interpretation of a study, as JSON")
    analyse.add_argument("study", type=Path, help="folder, zip, DICOMDIR or file")
    analyse.add_argument("--bundle", type=Path, help="model bundle; the demonstration bundle by default")
    analyse.add_argument("--json", type=Path, metavar="FILE", help="write the JSON there instead of to the screen")
    analyse.add_argument("--device", choices=DEVICES, default="auto")
    analyse.add_argument("--no-cache", action="store_true", help="neither use nor keep embeddings of earlier runs")

    verify = commands.add_parser("verify", help="check a signed report, or the audit record of the store")
    checked = verify.add_mutually_exclusive_group(required=True)
    checked.add_argument("file", nargs="?", type=Path, help="a signed report")
    checked.add_argument(
        "--audit",
        action="store_true",
        help="the audit record: each entry is as it was sealed and follows the one before it, and no signed report "
        "names one that is gone",
    )

    bundle = commands.add_parser("bundle", help="show, verify or install a model bundle")
    bundle.add_argument("action", choices=("show", "install", "verify"))
    bundle.add_argument("folder", type=Path, metavar="DIR")

    self_test = commands.add_parser("selftest", help="check colour, timing, calibration, golden clip and device")
    self_test.add_argument("--json", type=Path, metavar="FILE")

    demo = commands.add_parser("demo", help="the sample study; without a screen it runs the case through")
    demo.add_argument("--headless", action="store_true", help="run the case through and write pictures and report")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR")

    rate = commands.add_parser("rate", help="rate drafts and reports without knowing which is which")
    rate.add_argument(
        "set", type=Path, metavar="SET", help="the set's folder, as `python -m training evaluate` makes it"
    )
    rate.add_argument("--rater", default="", metavar="NAME", help="who rates; asked for by default")
    rate.add_argument("--out", type=Path, metavar="FILE", help="ratings file; default: in SET, under the rater's name")
    return parser


def needs_window(arguments: argparse.Namespace) -> bool:
    """Return whether the command opens a window."""
    return arguments.command in (_STUDY_COMMAND, "demo", "rate")


def has_screen() -> bool:
    """Return whether there is a screen to open a window on."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def needs_virtual_screen(arguments: argparse.Namespace) -> bool:
    """Return whether the demo must bring its own screen."""
    return arguments.command == "demo" and not has_screen()


def run_under_virtual_screen(arguments: argparse.Namespace) -> int:
    """Run the demo again, headless, in a process whose screen is an Xvfb of its own; return its exit code."""
    command = [sys.executable, "-m", "deepcoro_desktop", "demo", "--headless", "--out", str(arguments.out)]
    read, write = os.pipe()
    try:
        server = subprocess.Popen(  # noqa: S603 - fixed words
            ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp"],  # noqa: S607
            pass_fds=(write,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        os.close(write)
        os.close(read)
        sys.stderr.write("Xvfb is not installed: the window is drawn offscreen. For a real one: apt-get install xvfb\n")
        return subprocess.run(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False).returncode  # noqa: S603
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            sys.stderr.write("Xvfb did not start. Run it by hand to see why, or set QT_QPA_PLATFORM=offscreen.\n")
            return 1
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
    finally:
        server.terminate()
        server.wait()


def run(arguments: argparse.Namespace) -> int:
    """Carry out a command that needs no window; errors go to stderr as one sentence and a remedy."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "analyse": _analyse,
        "verify": _verify,
        "bundle": _bundle,
        "selftest": _selftest,
    }
    try:
        return commands[arguments.command](arguments)
    except DeepcoroError as error:
        sys.stderr.write(f"{error.message} {error.remedy}\n")
        return error.exit_code


def _analyse(arguments: argparse.Namespace) -> int:
    from deepcoro_desktop.core import unattended  # in each command, so that a window opens without it

    cancel = CancelToken()
    previous = signal.signal(signal.SIGINT, lambda _number, _frame: cancel.cancel())
    try:
        found = unattended.analyse_files(
            arguments.study,
            bundle_folder=arguments.bundle,
            device=arguments.device,
            use_cache=not arguments.no_cache,
            cancel=cancel,
            progress=_show_progress if sys.stderr.isatty() else lambda _progress: None,
        )
    except CancelledError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    finally:
        signal.signal(signal.SIGINT, previous)
    if found.device_notice:
        sys.stderr.write(f"{found.device_notice}\n")
    _write(arguments.json, found.json)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from deepcoro_desktop.core import unattended

    if arguments.audit:
        sys.stdout.write("\n".join(unattended.verify_audit()) + "\n")
        return 0
    verdict = unattended.verify_file(arguments.file)
    sys.stdout.write("\n".join(unattended.describe_verification(verdict)) + "\n")
    return 0 if verdict.accepted else 1


def _bundle(arguments: argparse.Namespace) -> int:
    from deepcoro_desktop.core import unattended

    if arguments.action == "install":
        place = unattended.install_bundle(arguments.folder)
        sys.stdout.write(f"{unattended.describe_terms(place)}\nInstalled in {place}\n")
    elif arguments.action == "verify":
        sys.stdout.write(unattended.verify_bundle_folder(arguments.folder) + "\n")
    else:
        sys.stdout.write(unattended.describe_bundle(arguments.folder) + "\n")
    return 0


def _selftest(arguments: argparse.Namespace) -> int:
    from deepcoro_desktop.core import selftest, unattended

    checks = selftest.run_checks(unattended.chosen_bundle_folder())
    for check in checks:
        sys.stdout.write(f"{'pass' if check.passed else 'FAIL'}  {check.name}: {check.detail}\n")
    if arguments.json is not None:
        _write(arguments.json, json.dumps([check.as_json() for check in checks], indent=2) + "\n")
    return 0 if all(check.passed for check in checks) else 1


def _show_progress(progress: Progress) -> None:
    end = "\n" if progress.total and progress.done == progress.total else "\r"
    sys.stderr.write(f"\033[K{progress.stage} {progress.done}/{progress.total}{end}")
    sys.stderr.flush()


def _write(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
        return
    from deepcoro_desktop.core.bundle.files import write_bytes

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, text.encode())
    except OSError as error:
        raise DeepcoroError(
            f"{path.name} cannot be written: {error.strerror}.", "Choose another place for the file."
        ) from error
