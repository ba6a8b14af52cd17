"""TransformerLens bridges on the wire: what makes another one of the same form, and what a bridge holds of its own.

Nothing here imports TransformerLens unless a bridge is to be built: only the assignments that preload it pay for it.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterable, Mapping
from typing import Any

BRIDGE = "TransformerBridge"
_Form = tuple[tuple[str, Any], ...]

_templates: dict[_Form, Any] = {}


def is_bridge(model: object) -> bool:
    """Whether this is a `TransformerBridge`; said by the class's name, since the library may not be loaded."""
    return any(kind.__name__ == BRIDGE for kind in type(model).__mro__)


def configuration(bridge: Any) -> dict[str, Any]:
    """What `boot_native` needs to make another bridge of this form, in float32; the weights are not part of it."""
    fields = {name: value for name, value in vars(bridge.cfg).items() if isinstance(value, bool | int | str)}
    fields |= {name: float(value) for name, value in vars(bridge.cfg).items() if isinstance(value, float)}
    fields["normalization_type"] = (
        bridge.cfg.normalization_type
    )  # the one setting whose None is not the default
    return fields | {"seed": 0, "init_weights": False}


def build(config: Mapping[str, Any]) -> Any:
    """A bridge of this form with weights of no meaning: a copy of the first one of its form.

    Copying costs a quarter of building. The first is never run: a copy of a bridge that has run holds weak
    references into it.
    """
    form = tuple(sorted(config.items()))
    if form not in _templates:
        _templates[form] = _boot()(dict(config))
    return copy.deepcopy(_templates[form])


def keep(values: Iterable[object]) -> None:
    """Takes the bridges among these values as forms to copy from, and runs a copy of each, which imports the rest."""
    import torch

    for bridge in filter(is_bridge, values):
        with torch.no_grad():
            build(configuration(bridge))(torch.zeros(1, 1, dtype=torch.int64))


def own_hooks(part: Mapping[str, Any]) -> int:
    """How many hooks of the module with these attributes are the library's: it hangs some on a bridge's blocks when the
    bridge first runs."""
    return len(part.get("_capture_hook_handles", ()))


def _boot() -> Any:
    return importlib.import_module("transformer_lens").TransformerBridge.boot_native
