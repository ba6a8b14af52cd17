"""Entry of the zygote: `python -S -s -P -B .../inside/__main__.py CONTROL_FD SITE_PACKAGES...`.

`-S` keeps `.pth` files and `sitecustomize` out: with an editable install a `.pth` would put the course's own root,
solutions and all, on the path of the student's process.
"""

import importlib.util
import os
import sys


def _load_inside() -> None:
    folder = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location(
        "inside", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["inside"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    sys.path.extend(sys.argv[2:])
    _load_inside()
    from inside.zygote import main  # type: ignore[import-not-found]

    main(int(sys.argv[1]))
