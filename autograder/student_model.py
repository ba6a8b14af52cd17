"""A model that a student returned, as far as it is believed: named tensors, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import torch

from .failure import CheckFailed
from .inside.wire import Handle, Reference

M = TypeVar("M", bound=torch.nn.Module)


class Weights(Reference):
    """The tensors of a student's model by name, and the handle of the model itself.

    The student's own class and `forward` stay in the student's process: a check puts the tensors into a model that
    it built itself.
    """

    def __init__(
        self, tensors: Mapping[str, torch.Tensor], handle: Handle, hooks: int, training: bool
    ) -> None:
        self.tensors = dict(tensors)
        self.handle = handle
        self.hooks = hooks
        self.training = training

    def into(self, model: M) -> M:
        """Copies the tensors by name and shape into `model`, and returns it in eval mode.

        Raises `CheckFailed` when a name or a shape does not fit. Extra tensors are ignored.
        """
        wanted = dict(model.named_parameters()) | dict(model.named_buffers())
        missing = [name for name in wanted if name not in self.tensors]
        if missing:
            raise CheckFailed(
                f"the model has no tensor named {', '.join(missing[:4])}: is it a {type(model).__name__}?"
            )
        with torch.no_grad():
            for name, parameter in wanted.items():
                tensor = self.tensors[name]
                if tensor.shape != parameter.shape:
                    raise CheckFailed(
                        f"the model's {name} has shape {list(tensor.shape)} instead of {list(parameter.shape)}"
                    )
                parameter.copy_(tensor)
        return model.eval()
