from __future__ import annotations

from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.config import CONFIG_FOLDER, load_config, load_prepare_config


@pytest.mark.parametrize("path", sorted(CONFIG_FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_reads_every_shipped_configuration_by_name_and_by_path(path: Path) -> None:
    assert load_config(path.stem) == load_config(str(path))
    assert load_config(path.stem).name == path.stem


def test_refuses_an_unknown_key_and_names_it() -> None:
    with pytest.raises(ArgumentError, match=r"unknown keys finetune\.stepz"):
        load_config("demo", ["finetune.stepz=3"])


def test_refuses_an_unknown_table() -> None:
    with pytest.raises(ArgumentError, match="unknown keys fine_tune"):
        load_config("demo", ["fine_tune.steps=3"])


def test_refuses_a_missing_key(tmp_path: Path) -> None:
    text = (CONFIG_FOLDER / "demo.toml").read_text(encoding="utf-8").replace("seed = 20\n", "")
    (tmp_path / "short.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ArgumentError, match="missing keys seed"):
        load_config(str(tmp_path / "short.toml"))


def test_refuses_a_value_of_another_type() -> None:
    with pytest.raises(ArgumentError, match=r"finetune\.steps is not of type int"):
        load_config("demo", ["finetune.steps=2.5"])


def test_refuses_a_test_set_that_could_be_trained_on() -> None:
    seed = load_config("demo").data.train_seed  # type: ignore[union-attr]
    with pytest.raises(ArgumentError, match="seeds of their own"):
        load_config("demo", [f"data.internal_seed={seed}"])


def test_refuses_a_configuration_that_is_not_there() -> None:
    with pytest.raises(ArgumentError, match=r"no configuration nothing\. Give a TOML file or one of: demo, paper"):
        load_config("nothing")


def test_refuses_an_override_without_a_value() -> None:
    with pytest.raises(ArgumentError, match="is not key=value"):
        load_config("demo", ["finetune"])


def test_overrides_change_values_and_the_digest() -> None:
    plain, changed = load_config("demo"), load_config("demo", ["finetune.steps=7", "name=other"])
    assert (changed.finetune.steps, changed.name) == (7, "other")
    assert plain.digest() != changed.digest()
    assert plain.digest() == load_config("demo").digest()


def test_refuses_stages_of_the_video_encoder_that_do_not_fit() -> None:
    with pytest.raises(ArgumentError, match="one entry more"):
        load_config("demo", ["video.depths=[3]"])


DATASET = ["dataset.adapter=archive", "dataset.root=in", "dataset.out=out"]


def test_prepare_reads_its_own_tables_of_any_configuration(tmp_path: Path) -> None:
    whole = load_prepare_config("paper", DATASET)
    assert (whole.input.size, whole.dataset.root, whole.dataset.workers) == (224, "in", 1)
    (tmp_path / "own.toml").write_text("[input]\nframes = 16\nstride = 2\nsize = 224\n", encoding="utf-8")
    assert load_prepare_config(str(tmp_path / "own.toml"), DATASET) == whole
    with pytest.raises(ArgumentError, match="unknown keys datasets"):
        load_prepare_config("paper", [*DATASET, "datasets.root=in"])
    with pytest.raises(ArgumentError, match="missing keys dataset"):
        load_prepare_config("paper")


def test_the_place_of_the_dataset_does_not_change_the_digest() -> None:
    assert load_config("paper", DATASET).digest() == load_config("paper").digest()


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("dataset.split=random", "dataset.split 'random' is not archive or hash"),
        ("dataset.runner=slurm", "dataset.runner 'slurm' is not processes or ray"),
        ("dataset.test_share=0.95", "must leave a share to train on"),
        ("dataset.workers=0", "must be at least 1"),
    ],
)
def test_refuses_a_dataset_that_cannot_be(override: str, message: str) -> None:
    with pytest.raises(ArgumentError, match=message.replace(".", r"\.")):
        load_prepare_config("paper", [*DATASET, override])


def test_a_stage_has_exactly_one_length(tmp_path: Path) -> None:
    text = (CONFIG_FOLDER / "paper.toml").read_text(encoding="utf-8")
    for number, pretrain in enumerate(("epochs = 60\nsteps = 9\nbatch = 32", "batch = 32")):
        path = tmp_path / f"{number}.toml"
        path.write_text(text.replace("epochs = 60\nbatch = 32", pretrain), encoding="utf-8")
        with pytest.raises(ArgumentError, match=r"pretrain needs exactly one of steps and epochs"):
            load_config(str(path))


def test_an_override_of_the_steps_replaces_the_epochs() -> None:
    assert load_config("paper").pretrain.epochs == 60
    stage = load_config("paper", ["pretrain.steps=7"]).pretrain
    assert (stage.steps, stage.epochs) == (7, 0)


def test_epochs_become_steps_for_a_number_of_items() -> None:
    stage = load_config("paper", ["pretrain.batch=32"]).pretrain
    assert stage.in_steps(275_000).steps == 60 * (275_000 // 32)
    assert stage.in_steps(5).steps == 60
    assert stage.in_steps(275_000).epochs == 0
    assert load_config("demo", ["finetune.steps=9"]).finetune.in_steps(4).steps == 9
    assert stage.runs
    assert not load_config("demo", ["finetune.steps=0"]).finetune.runs


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        ("loss=triplet", "loss 'triplet' is not infonce or siglip"),
        ("device=tpu", "device 'tpu' is not auto, cpu or cuda"),
        ("augment.magnitude=11.0", "a magnitude from 0 to 10"),
        ("pretrain.batch=0", "cannot be below"),
        ("warm_start.exclude_modalities=['pw']", r"unknown keys warm_start\.exclude_modalities"),
    ],
)
def test_refuses_values_that_cannot_be(override: str, reason: str) -> None:
    with pytest.raises(ArgumentError, match=reason):
        load_config("demo", [override])


def test_the_number_of_workers_may_change_between_a_kill_and_the_resume() -> None:
    assert load_config("demo", ["workers=3"]).digest() == load_config("demo").digest()
