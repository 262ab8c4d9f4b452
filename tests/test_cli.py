"""The command line as a script uses it: files, exit codes, one sentence and a remedy on stderr."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from deepcoro_desktop import cli
from deepcoro_desktop.__main__ import main
from deepcoro_desktop.core.bundle.bundle import read_manifest
from deepcoro_desktop.core.bundle.files import sha256_of
from deepcoro_desktop.core.clock import utc_now
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.settings import WorkspacePaths
from deepcoro_desktop.core.workspace import Workspace
from tests.bundle_factory import write_bundle
from tests.dicom_factory import write_study

REAL_CLIPS = {"examples_ybr_color.dcm": 30, "color3d_jpeg_baseline.dcm": 120}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps settings and cache of the user out of the tests."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    write_study(folder, (0, 1, 2))
    return folder


def real_clip(name: str) -> Path:
    if name.startswith("examples"):
        from pydicom.data import get_testdata_file

        return Path(str(get_testdata_file(name, download=False)))
    import data_store

    return Path(data_store.__file__).parent / "data" / name


def test_analyse_writes_the_promised_json(study: Path, bundle: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "analysis.json"
    assert main(["analyse", str(study), "--bundle", str(bundle), "--json", str(out), "--device", "cpu"]) == 0
    found = json.loads(out.read_text())
    assert set(found) == {"study_uid", "bundle_id", "device", "clips", "sections", "phenotypes", "timing_s"}
    assert set(found["timing_s"]) == {"read", "decode", "preprocess", "views", "embed", "retrieve", "synthesise"}
    for clip in found["clips"]:
        assert set(clip) == {"sop_instance_uid", "file", "used", "reason", "views", "embedding_sha256"}
        probabilities = [view["probability"] for view in clip["views"]]
        assert probabilities == sorted(probabilities, reverse=True)
    for section in found["sections"]:
        assert set(section) == {"name", "assessed", "weights", "reports", "statements"}
        assert sum(section["weights"].values()) == pytest.approx(1.0, abs=1e-3)
        for statement in section["statements"]:
            assert set(statement) == {"text", "votes", "of", "slots"}


def test_analyse_without_json_writes_to_the_screen(
    study: Path, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", str(study), "--bundle", str(bundle), "--no-cache"]) == 0
    assert json.loads(capsys.readouterr().out)["device"] == "cpu"


def test_analyse_twice_gives_the_same_but_for_the_time(study: Path, bundle: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("first.json", "second.json"):
        assert main(["analyse", str(study), "--bundle", str(bundle), "--json", str(tmp_path / name)]) == 0
        found = json.loads((tmp_path / name).read_text())
        found.pop("timing_s")
        texts.append(json.dumps(found))
    assert texts[0] == texts[1]


@pytest.mark.parametrize(("name", "frames"), REAL_CLIPS.items())
def test_analyse_takes_real_clips(name: str, frames: int, bundle: Path, tmp_path: Path) -> None:
    out = tmp_path / "real.json"
    assert main(["analyse", str(real_clip(name)), "--bundle", str(bundle), "--json", str(out)]) == 0
    (clip,) = json.loads(out.read_text())["clips"]
    assert clip["used"]
    assert clip["file"] == name


def test_a_device_that_is_not_there_is_said(
    study: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "analysis.json"
    assert main(["analyse", str(study), "--bundle", str(bundle), "--json", str(out), "--device", "cuda"]) == 0
    device = json.loads(out.read_text())["device"]
    assert device == "cuda" or "cuda" in capsys.readouterr().err.lower()


def test_nothing_usable_is_exit_code_3(tmp_path: Path, bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear colleague")
    assert main(["analyse", str(tmp_path / "letters"), "--bundle", str(bundle)]) == 3
    said = capsys.readouterr().err
    assert "letter.txt: It is not a DICOM file." in said
    assert said.count("\n") == 1


def test_missing_place_is_exit_code_3(tmp_path: Path, bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(tmp_path / "gone"), "--bundle", str(bundle)]) == 3
    assert "gone does not exist. Check the path." in capsys.readouterr().err


def test_bad_bundle_is_exit_code_4(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken").mkdir()
    assert main(["analyse", str(study), "--bundle", str(tmp_path / "broken")]) == 4
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    "words",
    [
        ["analyse"],
        ["analyse", "x", "--device", "tpu"],
        ["bundle", "eat", "x"],
        ["--bogus"],
        ["verify"],
        ["verify", "report.pdf", "--audit"],
    ],
)
def test_bad_arguments_are_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_verify_of_something_else_is_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7\nnothing")
    assert main(["verify", str(letter)]) == 1
    assert capsys.readouterr().out.startswith("REFUSED")


@pytest.fixture
def database(study: Path, bundle: Path) -> Database:
    """The store of the user, with an import and a view in its audit record."""
    workspace = Workspace(WorkspacePaths.of_user(), bundle_folder=bundle)
    opened = workspace.import_paths([study]).studies[0]
    workspace.set_view_override(opened.study_instance_uid, opened.clips[0].sop_instance_uid, "a4c")
    return Database(WorkspacePaths.of_user().store)


def test_the_audit_record_of_the_store_is_verified(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--audit"]) == 0
    head = Audit(database, b"k" * 32, utc_now).head()
    assert capsys.readouterr().out == f"INTACT\nEntries: 2\nSigned reports: 0\nAudit head: {head}\n"


def test_the_first_broken_entry_of_the_audit_record_is_named(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.writing() as connection:
        connection.execute("DROP TRIGGER audit_update")
        connection.execute("UPDATE audit SET actor = 'Dr B' WHERE sequence = 2")
        (uid,) = connection.execute("SELECT study_uid FROM studies").fetchone()
    assert main(["verify", "--audit"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"The audit record was changed at entry 2: it is not as it was sealed, of study {uid}."
        " Restore the store and its audit.key from a backup, and find out who changed them.\n"
    )


def test_verifying_the_audit_record_makes_neither_store_nor_key(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = WorkspacePaths.of_user()
    paths.audit_key.unlink()
    assert main(["verify", "--audit"]) == 1
    assert "The key of the audit record is missing." in capsys.readouterr().err
    assert not paths.audit_key.exists()
    database.path.unlink()
    assert main(["verify", "--audit"]) == 1
    assert "There is no local store yet." in capsys.readouterr().err
    assert not paths.store.exists()


def test_verifying_the_audit_record_of_a_lost_store_makes_none(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    for lose in (lambda: database.path.write_bytes(b""), database.path.unlink):
        lose()
        assert main(["verify", "--audit"]) == 1
        assert "The local store deepcoro.db is lost or empty" in capsys.readouterr().err
    assert not database.path.exists()


def test_a_lost_key_of_the_audit_record_is_made_good_when_it_comes_back(
    database: Database, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = WorkspacePaths.of_user()
    key = paths.audit_key.read_bytes()
    paths.audit_key.unlink()
    problem = Workspace(paths, bundle_folder=bundle).audit_problem
    assert problem is not None
    assert "Entries up to 2 cannot be checked" in problem.message
    assert Workspace(paths, bundle_folder=bundle).audit_problem is None
    assert main(["verify", "--audit"]) == 1
    assert "cannot be checked from entry 1 on" in capsys.readouterr().err
    paths.audit_key.write_bytes(key)
    assert main(["verify", "--audit"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("INTACT\nEntries: 3\n")
    assert "New key from entry 3 on, " in said


def test_bundle_is_shown_verified_and_installed(bundle: Path, study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bundle", "show", str(bundle)]) == 0
    shown = capsys.readouterr().out
    assert "Trained on: synthetic" in shown
    assert "Search of reports: Every report is compared (exact search)." in shown
    assert main(["bundle", "verify", str(bundle)]) == 0
    assert main(["bundle", "install", str(bundle)]) == 0
    installed = Path(capsys.readouterr().out.split("Installed in ")[1].strip())
    assert (installed / "bundle.json").read_bytes() == (bundle / "bundle.json").read_bytes()
    assert main(["analyse", str(study)]) == 0


def test_installing_a_bundle_hashes_each_file_here_and_there_once(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[Path] = []

    def noted(path: Path) -> str:
        hashed.append(path)
        return sha256_of(path)

    monkeypatch.setattr("deepcoro_desktop.core.bundle.files.sha256_of", noted)
    assert main(["bundle", "install", str(bundle)]) == 0
    assert len(hashed) == len(set(hashed)) == 2 * len(read_manifest(bundle).files)


def test_altered_bundle_is_not_installed(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    altered = Path(shutil.copytree(bundle, tmp_path / "altered"))
    model = next(altered.rglob("*.onnx"))
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    model.write_bytes(bytes(data))
    assert main(["bundle", "install", str(altered)]) == 4
    assert model.name in capsys.readouterr().err


def test_output_that_cannot_be_written_says_so(
    study: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    target = tmp_path / "file" / "analysis.json"
    assert main(["analyse", str(study), "--bundle", str(bundle), "--json", str(target)]) == 1
    assert "Choose another place" in capsys.readouterr().err


def test_output_that_breaks_off_keeps_the_earlier_file(
    study: Path, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "out" / "analysis.json"
    out.parent.mkdir()
    out.write_text("earlier")
    monkeypatch.setattr("os.fsync", full)
    assert main(["analyse", str(study), "--bundle", str(bundle), "--no-cache", "--json", str(out)]) == 1
    assert out.read_text() == "earlier"
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize(
    ("words", "window"), [([], True), (["some/study"], True), (["demo"], True), (["selftest"], False)]
)
def test_a_path_or_nothing_opens_the_window(words: list[str], window: bool) -> None:
    assert cli.needs_window(cli.parse(words)) is window


def test_demo_brings_its_own_screen_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert cli.needs_virtual_screen(cli.parse(["demo"]))
    assert not cli.needs_virtual_screen(cli.parse(["some/study"]))
    monkeypatch.setenv("DISPLAY", ":0")
    assert not cli.needs_virtual_screen(cli.parse(["demo"]))
