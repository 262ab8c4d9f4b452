"""The command line of the training: python -m training COMMAND."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deepcoro_desktop.core.errors import DeepcoroError
from training.config import load_config

if TYPE_CHECKING:
    from training.workspace import Workspace

STAGES: Final = {
    "train-views": ("views",),
    "pretrain": ("warm_start", "text_warm_start", "pretrain"),
    "finetune": ("finetune",),
    "fit-attention": ("attention",),
}
"""What each training command makes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code: 0 done, 2 bad arguments, 4 bad bundle, 1 anything else."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    for noisy in ("onnx_ir", "onnxscript"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    try:
        options.command(options)
    except DeepcoroError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("The command was stopped.\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description="From studies and reports to a bundle.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    phantom = commands.add_parser("phantom", help="write phantom studies as DICOM files")
    phantom.add_argument("--out", type=Path, required=True, metavar="DIR")
    phantom.add_argument("--studies", type=int, required=True, metavar="N")
    phantom.add_argument("--seed", type=int, required=True, metavar="S")
    phantom.add_argument("--scanner", default=None, metavar="STYLE", help="a, b, c, or d, which no training sees")
    phantom.add_argument(
        "--mix", choices=("internal", "external"), default="internal", help="how often each disease is"
    )
    phantom.set_defaults(command=_phantom)

    preparation = commands.add_parser("prepare", help="turn a dataset into manifest, shards and card")
    preparation.add_argument("--shard", default="1/1", metavar="i/n", help="make only this part of the shards, from 1")
    preparation.add_argument(
        "--resume", action="store_true", help="go on with what the folder holds, as the command does in any case"
    )
    preparation.add_argument("--finish", action="store_true", help="only write manifest and card of the shards there")
    _add_settings(preparation)
    preparation.set_defaults(command=_prepare)

    demo = commands.add_parser("demo-bundle", help="make the demonstration bundle from nothing")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR", help="the bundle's folder")
    demo.add_argument("--work", type=Path, default=None, metavar="DIR", help="working folder; default: DIR-work")
    demo.add_argument("--resume", action="store_true", help="go on with what the working folder holds")
    _add_settings(demo, default="demo")
    demo.set_defaults(command=_demo_bundle)

    _add_evaluate(commands.add_parser("evaluate", help="measure a bundle on studies that it has not seen"))

    variant = commands.add_parser("add-variant", help="add an int8 or float16 encoder that evaluates as float32 does")
    variant.add_argument("--bundle", type=Path, required=True, metavar="DIR")
    variant.add_argument("--data", type=Path, required=True, metavar="DIR", help="prepared validation clips")
    variant.add_argument("--split", choices=("train", "validation", "test", "all"), default="validation")
    variant.add_argument("--precision", choices=("int8", "float16"), default="int8")
    variant.add_argument("--threads", type=int, default=1, metavar="N")
    variant.add_argument("--seed", type=int, default=0, metavar="N", help="of the bootstrap")
    variant.set_defaults(command=_add_variant)

    for name, help_text in (
        ("train-views", "train the view classifier"),
        ("pretrain", "train both encoders: warm start, then contrastive"),
        ("finetune", "train every weight of both encoders contrastively"),
        ("fit-attention", "fit the anatomical attention"),
    ):
        stage = commands.add_parser(name, help=f"{help_text}; torchrun starts it on several cards")
        _add_work(stage)
        stage.add_argument("--resume", action="store_true", help="go on with what the working folder holds")
        _add_settings(stage)
        stage.set_defaults(command=_stage, stage=name)

    index = commands.add_parser("build-index", help="embed the training reports, into WORK/index")
    _add_work(index)
    _add_settings(index)
    index.set_defaults(command=_build_index)

    export = commands.add_parser("export", help="write the bundle of finished trainings")
    _add_work(export)
    export.add_argument("--out", type=Path, required=True, metavar="BUNDLE", help="the bundle's folder, a new one")
    _add_settings(export)
    export.set_defaults(command=_export)

    published = commands.add_parser("import-echoprime", help="make a bundle of your copy of the EchoPrime release")
    published.add_argument("--release", type=Path, required=True, metavar="DIR", help="holds model_data/ and assets/")
    published.add_argument("--out", type=Path, required=True, metavar="BUNDLE", help="the bundle's folder, a new one")
    published.add_argument("--accept-licence", action="store_true", help="accept the release's licence unasked")
    published.set_defaults(command=_import_echoprime)
    return parser


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    folder: dict[str, Any] = {"type": Path, "metavar": "DIR"}
    number: dict[str, Any] = {"type": int, "metavar": "N"}
    parser.add_argument("--bundle", **folder, help="needed but for --ratings")
    parser.add_argument("--data", **folder, help="prepared clips, or a folder that the command phantom wrote")
    parser.add_argument("--split", choices=("train", "validation", "test", "all"), default="all")
    parser.add_argument("--train-data", **folder, help="prepared clips that probes are fitted on")
    parser.add_argument("--train-studies", default=1000, **number, help="most studies of them that are used")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures; default: standard output")
    parser.add_argument("--html", type=Path, metavar="FILE", help="the figures as a page with plots")
    parser.add_argument("--write-card", action="store_true", help="put the figures into the bundle's model card")
    parser.add_argument("--name", default="internal", help="of the set, in the model card, such as external")
    parser.add_argument("--quick", action="store_true", help="leave the robustness curves out")
    parser.add_argument("--robustness-studies", default=60, **number, help="studies of the robustness curves")
    parser.add_argument("--threads", default=1, **number)
    parser.add_argument("--seed", default=0, **number, help="of the bootstrap, the spoiled pictures, the blinded set")
    parser.add_argument("--cache", **folder, help="keeps what the graphs said of the clips")
    _add_rating(parser)
    parser.set_defaults(command=_evaluate)


def _add_work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="holds data/train and weights/")


def _add_settings(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument("--config", default=default, required=default is None, metavar="FILE.toml")
    parser.add_argument("overrides", nargs="*", metavar="key=value", help="such as finetune.steps=100")


def _add_rating(evaluation: argparse.ArgumentParser) -> None:
    """Add what `evaluate` takes for a blinded rating by experts."""
    rating = evaluation.add_argument_group("blinded rating by experts")
    rating.add_argument(
        "--blind", type=Path, default=None, metavar="OUT", help="write a set for raters, and OUT-key.json"
    )
    rating.add_argument("--cases", type=int, default=30, metavar="N", help="studies in the set; default: 30")
    rating.add_argument("--studies", type=Path, default=None, metavar="DIR", help="their DICOM files, with clips.csv")
    rating.add_argument("--ratings", type=Path, nargs="+", default=(), metavar="FILE", help="files that came back")
    rating.add_argument("--key", type=Path, default=None, metavar="FILE", help="OUT-key.json")


def _refuse_old_work(work: Path, resume: bool) -> None:
    from deepcoro_desktop.core.errors import ArgumentError

    if not resume and work.exists() and any(work.iterdir()):
        raise ArgumentError("The working folder is not empty.", "Add --resume to go on with it, or name another one.")


def _phantom(options: argparse.Namespace) -> None:
    from training.phantom.cases import Mix
    from training.phantom.command import phantom_command

    phantom_command(options.out, options.studies, options.seed, options.scanner, Mix(options.mix))


def _prepare(options: argparse.Namespace) -> None:
    from training.config import load_prepare_config
    from training.datasets.prepare import parse_part, prepare

    prepare(load_prepare_config(options.config, options.overrides), parse_part(options.shard), options.finish)


def _demo_bundle(options: argparse.Namespace) -> None:
    from training.demo_bundle import DemoRun, make_demo_bundle

    config = load_config(options.config, options.overrides)
    work = options.work or options.out.with_name(f"{options.out.name}-work")
    _refuse_old_work(work, options.resume)
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    make_demo_bundle(DemoRun(config, work, options.out, created))


def _add_variant(options: argparse.Namespace) -> None:
    from training.variant_trial import add_variant

    asked = (options.bundle, options.data, options.split, options.precision, options.threads, options.seed)
    sys.stdout.write(f"{add_variant(*asked)}\n")


def _evaluate(options: argparse.Namespace) -> None:
    from deepcoro_desktop.core.errors import ArgumentError

    if options.ratings:
        from training.rating.command import figures_text, ratings_command

        _write_figures(options, figures_text(ratings_command(options.ratings, options.key, options.html)))
        return
    if options.bundle is None or options.data is None:
        raise ArgumentError("Nothing can be evaluated without a bundle and clips.", "Name --bundle and --data.")
    if options.blind is not None:
        from training.rating.command import blind_command

        blind_command(options.bundle, options.data, options.blind, options.cases, options.seed, options.studies)
        return
    from training.evaluation.command import EvaluateCommand, evaluate_command

    asked = {field.name: getattr(options, field.name) for field in dataclasses.fields(EvaluateCommand)}
    if options.quick:
        asked["robustness_studies"] = 0
    evaluate_command(EvaluateCommand(**asked))


def _write_figures(options: argparse.Namespace, text: str) -> None:
    if options.json is None:
        sys.stdout.write(text)
    else:
        options.json.write_text(text, encoding="utf-8")


def _stage(options: argparse.Namespace) -> None:
    import torch

    from training import stages
    from training.processes import joined_processes
    from training.release import section_specs
    from training.workspace import Workspace

    config = load_config(options.config, options.overrides)
    torch.set_num_threads(config.threads)
    with joined_processes(config.device) as processes:
        if not processes.first:
            logging.getLogger().setLevel(logging.WARNING)
        workspace = Workspace(options.work, config, section_specs(), processes)
        _refuse_old_stage(workspace, STAGES[options.stage], options.resume)
        processes.wait()  # until all have looked, before one writes
        store = workspace.store("train")
        stages.make_vocabulary(workspace, store)
        if options.stage == "train-views":
            stages.make_views(workspace, store)
        elif options.stage == "pretrain":
            stages.make_warm_start(workspace, store)
            stages.make_text_warm_start(workspace, store)
            stages.make_pretrain(workspace, store)
        elif options.stage == "finetune":
            stages.make_finetune(workspace, store)
        else:
            stages.make_attention(workspace, store)


def _refuse_old_stage(workspace: Workspace, stages: Sequence[str], resume: bool) -> None:
    from deepcoro_desktop.core.errors import ArgumentError

    for stage in stages:
        run = workspace.run(stage)
        if not resume and (run.result.exists() or run.checkpoint.exists()):
            raise ArgumentError(
                f"The working folder already holds {stage}.", "Add --resume to go on with it, or name another one."
            )


def _build_index(options: argparse.Namespace) -> None:
    from training.release import section_specs, write_index
    from training.workspace import Workspace

    config = load_config(options.config, options.overrides)
    write_index(Workspace(options.work, config, section_specs()), options.work / "index")


def _export(options: argparse.Namespace) -> None:
    from training.release import export_bundle, section_specs
    from training.workspace import Workspace

    config = load_config(options.config, options.overrides)
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    export_bundle(Workspace(options.work, config, section_specs()), options.out, created)


def _import_echoprime(options: argparse.Namespace) -> None:
    from training.echoprime.command import import_echoprime

    import_echoprime(options.release, options.out, options.accept_licence)


if __name__ == "__main__":
    sys.exit(main())
