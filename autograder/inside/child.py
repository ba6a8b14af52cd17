"""A student's process: runs the submission and answers the grader's calls, one at a time.

Everything here runs beside student code and is open to it, so nothing that it says is believed: the grader reads
values, compares them itself, and takes times and limits from outside.
"""

from __future__ import annotations
import __future__

import contextlib
import importlib.abc
import importlib.util
import os
import socket
import sys
import tempfile
import traceback
import types
from collections.abc import Iterable, Mapping
from typing import Any

from . import bridges, messages
from .gradients import gradients
from .messages import (
    Call,
    Forget,
    Get,
    Keep,
    Load,
    Loaded,
    Missing,
    More,
    Place,
    Put,
    Reply,
    Returned,
    Trouble,
)
from .refusal import Refusal, refusal
from .seeding import seed_all
from .wire import Decoder, Encoder, Handle, Malformed, Module, Node, Record, overwrite, state

TEXT_CAP = 2000


def serve(end: socket.socket, provided: frozenset[str]) -> None:
    """Answers until the grader hangs up. `provided` names the modules that come with the assignment."""
    process = StudentSide(provided)
    tempfile.tempdir = None  # the zygote may have looked it up in its own environment
    while True:
        try:
            header, body = messages.receive(end)
        except EOFError:
            return
        process.answer(end, messages.decode_request(header), body)


class StudentSide:
    """The submission's module, and the objects that the grader holds handles of."""

    def __init__(self, provided: frozenset[str]) -> None:
        self._provided = [sys.modules[name] for name in sorted(provided)]
        self._module: types.ModuleType | None = None
        self._places: set[str] = set()
        self._future = (
            0  # `from __future__ import annotations` counts for the statements after it; ours must not
        )
        self._kept: dict[int, object] = {}
        self._next = 0

    def answer(self, end: socket.socket, request: messages.Request, body: memoryview) -> None:
        encoder = Encoder(self._keep, handle_modules=True)
        reply: Reply
        try:
            reply = self._answer(request, body, encoder)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's too
            encoder.body.clear()
            reply = self._trouble(error)
        with contextlib.suppress(BaseException):  # standard output is the student's to break
            sys.stdout.flush()
        try:
            messages.send(end, messages.encode(reply), encoder.body)
        except (Malformed, UnicodeEncodeError) as error:  # too large, or a string that is no text
            messages.send(end, messages.encode(Trouble("Malformed", str(error))), [])

    def _answer(self, request: messages.Request, body: memoryview, encoder: Encoder) -> Reply:
        decoder = Decoder(body, self._find, self._build, self._record)
        match request:
            case Load():
                return self._load(request)
            case More():
                return self._run(request.chunks)
            case Call():
                return self._call(request, decoder, encoder)
            case Get(target, attribute):
                return Returned(encoder.node(getattr(self._kept[target], attribute)))
            case Keep(node):
                kept = decoder.value(node)
                return Returned(Handle(self._keep(kept), type(kept).__name__))
            case Put(target, node):
                tensors = Decoder(body, self._find, lambda _, tensors, __: tensors, self._record)
                overwrite(self._kept[target], tensors.value(node))  # no model is built, which is dear
                return Returned(None)
            case Forget():
                self._kept.clear()
                return Returned(None)

    def _call(self, request: Call, decoder: Decoder, encoder: Encoder) -> Reply:
        args = [decoder.value(node) for node in request.args]
        kwargs = {name: decoder.value(node) for name, node in request.kwargs.items()}
        owner = self._module if request.target is None else self._kept[request.target]
        function = getattr(owner, request.function, None)
        if function is None:
            return Missing()
        cotangents = decoder.value(request.cotangents)

        def echo() -> list[Node]:
            """The arguments as they are now, those by name last. To encode a module anew costs a handle only."""
            return [encoder.node(arg) for arg in (*args, *kwargs.values())] if request.echo else []

        seed_all(request.seed)
        try:
            if request.by:
                value = gradients(function, args, kwargs, request.by, cotangents)
            else:
                value = function(*args, **kwargs)
            result = encoder.node(value)
        except BaseException as error:
            encoder.body.clear()
            try:
                left = echo()
            except BaseException:  # of a class of the student's, or for want of memory
                encoder.body.clear()
                left = []
            return self._trouble(error, left)
        return Returned(result, echo())

    def _load(self, request: Load) -> Loaded:
        for path, data in request.files.items():
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        sys.meta_path.append(_ArchiveFinder(request.modules))
        module = types.ModuleType(request.name)
        module.__file__ = os.path.abspath(request.name + ".py")
        self._module = sys.modules[request.name] = module
        self._places |= request.modules.keys()
        seed_all(request.seed)
        return self._run(request.chunks)

    def _run(self, chunks: Iterable[tuple[str, int, str]]) -> Loaded:
        assert self._module is not None
        names = vars(self._module)
        troubles = []
        for where, line, source in chunks:
            self._places.add(where)
            # One statement at a time: one that fails costs what depends on it, not the whole submission.
            try:
                code = compile("\n" * (line - 1) + source, where, "exec", self._future, dont_inherit=True)
                self._future |= code.co_flags & __future__.annotations.compiler_flag
                exec(code, names)
            except BaseException as error:
                troubles.append(self._trouble(error))
        return Loaded([name for name, value in list(names.items()) if callable(value)], troubles)

    def _keep(self, value: object) -> int:
        self._next += 1
        self._kept[self._next] = value
        return self._next

    def _find(self, handle: Handle) -> object:
        return self._kept[handle.id]

    def _build(self, node: Module, tensors: Mapping[str, Any], config: Any) -> object:
        if node.handle is not None:
            return self._kept[node.handle]
        import torch

        if node.type == bridges.BRIDGE:
            model = bridges.build(config)
        else:
            model = self._provided_class(node.type)(**(config or {}))
        mine = state(model)
        with torch.no_grad():
            for name, tensor in tensors.items():
                mine[name].copy_(tensor)
        model.train(node.training)
        return model

    def _record(self, node: Record, values: dict[str, Any]) -> object:
        return self._provided_class(node.type)(**values)

    def _provided_class(self, name: str) -> Any:
        return next(getattr(module, name) for module in self._provided if hasattr(module, name))

    def _trouble(self, error: BaseException, args: Iterable[Node] = ()) -> Trouble:
        if isinstance(error, SyntaxError) and error.filename in self._places:
            place: Place | None = Place(error.filename, error.lineno or 1)
        else:
            frames = traceback.extract_tb(error.__traceback__, limit=-100)
            lines = [Place(f.filename, f.lineno or 1) for f in frames if f.filename in self._places]
            place = lines[-1] if lines else None
        try:
            text = str(error)[:TEXT_CAP]
        except BaseException:
            text = "(the exception's own text could not be read)"
        name = getattr(error, "name", None)
        name = name if isinstance(name, str) else None
        kinds = (c.__name__ for c in type.mro(type(error)) if c.__module__ == "builtins")
        kind = next(kinds, "")
        return Trouble(type(error).__name__, text, place, name, self._refusal(error), kind, list(args))

    @staticmethod
    def _refusal(error: BaseException) -> Refusal | None:
        try:
            return refusal(error)
        except BaseException:  # the exception is an object of the student's
            return None


class _ArchiveFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the extra modules of an archive from memory. `__file__` is where a module would lie: beside its data."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        place = fullname.replace(".", "/")
        package = any(name.startswith(place + "/") for name in self._sources)
        if place + ".py" not in self._sources and not package:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=package)

    def exec_module(self, module: types.ModuleType) -> None:
        place = module.__name__.replace(".", "/")
        path = next((p for p in (place + "/__init__.py", place + ".py") if p in self._sources), "")
        module.__file__ = os.path.abspath(path or place)
        exec(compile(self._sources.get(path, ""), path, "exec", dont_inherit=True), module.__dict__)
