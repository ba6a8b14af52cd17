"""What stays in the student's process, as a check has it: an object to ask, a value put there, a model's weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import torch

from ..inside.wire import Handle, Module, Reference, state
from .failure import CheckFailed, shown_shape

LARGEST = 1e9  # of a weight: its fourth power is still a number, whatever a check makes of it
M = TypeVar("M", bound=torch.nn.Module)


class Asker(Protocol):
    """Who carries a question to the student's process, and the answer back in the form of an annotation."""

    def attribute(self, target: Handle, name: str, returns: Any) -> Any: ...

    def method(self, target: Handle, name: str, args: tuple[Any, ...], returns: Any) -> Any: ...


class Remote(Reference):
    """An object in the student's process: an argument for further calls, and open to questions.

    `type` is the name of its class as the student's process gives it, for messages only. Nobody is there to ask
    (`asker` is None) where the value is one of ours, brought into this form.
    """

    def __init__(self, handle: Handle, asker: Asker | None) -> None:
        self.handle = handle
        self.type = handle.type
        self._asker = asker

    def get(self, attribute: str, returns: Any) -> Any:
        """An attribute's value, in the form of the annotation `returns`. Raises `CheckFailed` when there is none."""
        assert self._asker is not None
        return self._asker.attribute(self.handle, attribute, returns)

    def call(self, method: str, *args: Any, returns: Any) -> Any:
        """A method's result, in the form of the annotation `returns`. Raises `CheckFailed` when there is none or it
        raises."""
        assert self._asker is not None
        return self._asker.method(self.handle, method, args, returns)


class Held(Remote):
    """A value put into the student's process, so that several calls get the same object: that of the handle."""

    def __init__(self, value: Any, handle: Handle, asker: Asker) -> None:
        super().__init__(handle, asker)
        self.value = value


def unheld(argument: Any) -> Any:
    """A call's argument itself, where a check has put it into the student's process."""
    return argument.value if isinstance(argument, Held) else argument


class Weights(Remote):
    """The tensors of a student's model by name, and the handle of the model itself.

    The student's own class and `forward` stay in the student's process: a check puts the tensors into a model that
    it built itself.
    """

    def __init__(self, tensors: Mapping[str, torch.Tensor], node: Module, asker: Asker | None) -> None:
        super().__init__(Handle(node.handle or 0, node.type), asker)
        self.tensors = dict(tensors)
        self.hooks = node.hooks
        self.training = node.training

    def into(self, model: M) -> M:
        """Copies the tensors by name and shape into `model`, and returns it in eval mode.

        What is not of a checkpoint (a causal mask, say) stays `model`'s own. Raises `CheckFailed` when a name or a shape
        does not fit, or a number is not finite or complex. Extra tensors are ignored.
        """
        wanted = state(model, weights_only=True)
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
                        f"the model's {name} has {shown_shape(tensor.shape)} instead of {list(parameter.shape)}"
                    )
                if tensor.is_complex():  # whose imaginary part would be dropped without a word
                    raise CheckFailed(f"the model's {name} holds complex numbers")
                weights = tensor.to(parameter.dtype)
                if weights.is_floating_point() and not (weights.abs() <= LARGEST).all():
                    what = f"numbers over {LARGEST:g}" if tensor.isfinite().all() else "NaN or infinity"
                    raise CheckFailed(f"the model's {name} holds {what}: did its training diverge?")
                parameter.copy_(weights)
        return model.eval()
