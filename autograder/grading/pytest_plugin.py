"""`pytest assignments/NAME/graders --submission=FILE`: the hidden checks on one file, with pytest's own report.

Loaded into every pytest run where the engine is installed: it imports little, and does nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

_COURSES = ("*/assignment.toml", "assignments/*/assignment.toml")
_OPTIONS = frozenset({"--submission", "--sandbox", "--draw"})
HINT = "hidden checks need a submission: give --submission=FILE"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption("--submission", metavar="FILE", help="the submission that the hidden checks are run on")
    group.addoption(
        "--sandbox", default="auto", help="what keeps the submission apart: see autograder doctor"
    )
    group.addoption(
        "--draw",
        help="what draws the planted models: secret (the course's), or fixed (public, for trying out)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Sets the run up before pytest loads the graders' conftest, which imports what only the assignment provides."""
    options = early_config.known_args_namespace
    working = early_config.invocation_params.dir
    graders = graders_of(options.file_or_dir, working)
    if options.submission is None:
        if graders is not None:
            raise pytest.UsageError(HINT)
        return
    if graders is None:
        one = next((file.parent.name for file in sorted(working.glob(_COURSES[1]))), "NAME")
        raise pytest.UsageError(
            f"give the hidden checks of an assignment, for example: pytest assignments/{one}/graders"
        )
    _refuse_foreign_settings(early_config, graders)
    from .single_run import SingleRun

    run = SingleRun(graders, working / Path(options.submission).expanduser(), options.sandbox, options.draw)
    early_config.add_cleanup(run.close)
    early_config.pluginmanager.register(run, "autograder-single-run")
    options.importmode, options.confcutdir = "importlib", str(graders)  # as `autograder grade` runs them
    args += ["--import-mode=importlib", f"--confcutdir={graders}"]
    if early_config.pluginmanager.hasplugin("xdist"):
        args.append("-n0")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "task(name, weight=1): the task of assignment.toml that a check counts for"
    )


class HiddenChecks(pytest.File):
    """A folder of graders that a wider run comes upon: without a submission their conftest cannot even be loaded, which
    pytest does for what is a `Directory` to it."""

    def collect(self) -> list[pytest.Item]:
        raise self.CollectError(HINT)


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not _holds_checks(path) or parent.config.pluginmanager.hasplugin("autograder-single-run"):
        return None
    return HiddenChecks.from_parent(parent, path=path)


def graders_of(arguments: Sequence[str], working: Path) -> Path | None:
    """The folder of hidden checks that pytest's arguments lie in; None where they have nothing to do with one.

    Raises `pytest.UsageError` where they lie in more than one, or where one holds graders and is none itself.
    """
    found: dict[Path, None] = {}
    others = []
    for argument in arguments or [str(working)]:
        path = (working / argument.partition("::")[0]).resolve()
        inside = [p for p in (path, *path.parents) if _holds_checks(p)]
        if inside:
            if not path.exists():
                raise pytest.UsageError(f"there is no {path}")
            found[inside[0]] = None
        elif _is_assignment(path):
            raise pytest.UsageError(
                f"{path} is a whole assignment: its hidden checks are in {path / 'graders'}"
            )
        elif arguments and any(True for pattern in _COURSES for _ in path.glob(pattern)):
            raise pytest.UsageError(f"there are several assignments in {path}: give the graders of one")
        else:
            others.append(argument)
    if len(found) > 1:
        names = ", ".join(sorted(graders.parent.name for graders in found))
        raise pytest.UsageError(f"these are the graders of several assignments ({names}): give those of one")
    if found and others:
        raise pytest.UsageError(f"{others[0]!r} is not among the graders of {next(iter(found)).parent.name}")
    return next(iter(found), None)


def _holds_checks(folder: Path) -> bool:
    return folder.name == "graders" and _is_assignment(folder.parent)


def _is_assignment(folder: Path) -> bool:
    return (folder / "assignment.toml").is_file()


def _refuse_foreign_settings(config: pytest.Config, graders: Path) -> None:
    """pytest looks for settings beside whatever on its command line may be a path: what stands alone after an option that it
    does not know yet, too.

    What it takes from there has been acted upon by now, so this stops the accident (a student's own `pytest.ini`), not an
    attack: a course has settings of its own, or each option is one word.
    """
    settings = config.inipath
    if settings is None:
        if not _OPTIONS.isdisjoint(config.invocation_params.args):
            raise pytest.UsageError(
                f"there are no settings of pytest's in {str(graders.parents[2])!r}, so it would take those beside a student's "
                "file: write --submission=FILE as one word, and a pytest.ini beside course.toml"
            )
    elif settings.parent.resolve() not in graders.parents:
        raise pytest.UsageError(
            f"pytest took its settings from {str(settings)!r}, which is not above the graders: "
            "write --submission=FILE as one word, or move the submission away from there"
        )
