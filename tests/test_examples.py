"""Every example class is what its builder writes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

CLASSES = sorted(
    path.name for path in (Path(__file__).parents[1] / "examples/class").iterdir() if path.is_dir()
)


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_what_its_builder_writes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.syspath_prepend(str(root / "examples"))
    spec = importlib.util.spec_from_file_location("build_examples", root / "examples/build.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    shipped = root / "examples/class" / name
    written = {file.relative_to(tmp_path / name) for file in builder.write(name, tmp_path / name)}
    assert written == {file.relative_to(shipped) for file in shipped.rglob("*") if file.is_file()}
    for file in written:
        same = (shipped / file).read_bytes() == (tmp_path / name / file).read_bytes()
        assert same, f"{name}/{file} is old: run python examples/build.py"
