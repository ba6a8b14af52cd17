"""Mistakes of habit, made by machine: a right function behind a wrapper that keeps an answer, looks at the first hundred
rows, takes no notice of an argument. They need no line of the function, so they are what the changes of `automatic` are not.

Each wrapper's first line says what the function does with it. They stand here as functions, and are pasted into the
submission by their source: each brings along what it imports.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any

Function = Callable[..., Any]


def first_answer(function: Function) -> Function:
    """keeps its first answer for all arguments of that form"""
    kept: dict[str, Any] = {}

    def form(value: Any) -> Any:
        if hasattr(value, "shape"):
            return tuple(value.shape)
        if isinstance(value, list | tuple):
            return (len(value), *map(form, value[:1]))
        if isinstance(value, dict):
            return tuple(value)
        return value if isinstance(value, str | int | float | None) else type(value).__name__

    def habitual(*args: Any, **kwargs: Any) -> Any:
        key = repr(([*map(form, args)], {name: form(value) for name, value in kwargs.items()}))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        return kept[key]

    return habitual


def first_rows(function: Function) -> Function:
    """looks at the first hundred rows alone"""

    def first(value: Any) -> Any:
        many = isinstance(value, list) or len(getattr(value, "shape", ())) > 0
        return value[:100] if many else value

    def habitual(*args: Any, **kwargs: Any) -> Any:
        return function(*map(first, args), **{name: first(value) for name, value in kwargs.items()})

    return habitual


def sorts_lists(function: Function) -> Function:
    """sorts a list that it is given"""

    def in_order(value: Any) -> Any:
        return sorted(value) if isinstance(value, list) else value

    def habitual(*args: Any, **kwargs: Any) -> Any:
        return function(*map(in_order, args), **{name: in_order(value) for name, value in kwargs.items()})

    return habitual


def takes_twice_for_once(function: Function) -> Function:
    """takes what is in a list twice for once"""

    def once(value: Any) -> Any:
        return list(dict.fromkeys(value)) if isinstance(value, list) else value

    def habitual(*args: Any, **kwargs: Any) -> Any:
        return function(*map(once, args), **{name: once(value) for name, value in kwargs.items()})

    return habitual


def spoils_arguments(function: Function) -> Function:
    """leaves its arguments changed"""
    import numpy as np
    import torch

    def spoil(value: Any) -> None:
        if isinstance(value, torch.nn.Module):
            for parameter in list(value.parameters())[:1]:
                spoil(parameter.data)
        elif isinstance(value, torch.Tensor | np.ndarray):
            value[...] = value == 0
        elif isinstance(value, tuple):
            for part in value:
                spoil(part)
        elif isinstance(value, list):
            value.append(None)
        elif isinstance(value, dict):
            value["one more"] = None

    def habitual(*args: Any, **kwargs: Any) -> Any:
        answer = function(*args, **kwargs)
        for value in (*args, *kwargs.values()):
            spoil(value)
        return answer

    return habitual


def two_places(function: Function) -> Function:
    """rounds its numbers to two places"""
    import torch

    def rounded(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 2)
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            return value.detach().mul(100).round().div(100)
        if isinstance(value, dict):
            return {key: rounded(part) for key, part in value.items()}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(rounded, value))
        return type(value)(map(rounded, value)) if isinstance(value, list | tuple) else value

    return lambda *args, **kwargs: rounded(function(*args, **kwargs))


def cuts_at_twenty(function: Function) -> Function:
    """takes a number beyond ±20 for 20"""
    import torch

    def cut(value: Any) -> Any:
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            return value.detach().clamp(-20, 20)
        if isinstance(value, dict):
            return {key: cut(part) for key, part in value.items()}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(cut, value))
        return type(value)(map(cut, value)) if isinstance(value, list | tuple) else value

    return lambda *args, **kwargs: cut(function(*args, **kwargs))


def one_seed(function: Function) -> Function:
    """takes seed 0 whatever it is given"""
    import inspect

    def habitual(*args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(function).bind(*args, **kwargs)
        bound.arguments["seed"] = 0
        return function(*bound.args, **bound.kwargs)

    return habitual


def draws_a_seed(function: Function) -> Function:
    """draws a seed where it is given one"""
    import inspect
    import os

    def habitual(*args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(function).bind(*args, **kwargs)
        bound.arguments["seed"] = int.from_bytes(os.urandom(4), "big")
        return function(*bound.args, **bound.kwargs)

    return habitual


def ignores_an_argument(function: Function) -> Function:
    """takes the default for PARAMETER whatever it is given"""
    import inspect

    def habitual(*args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(function).bind(*args, **kwargs)
        bound.arguments.pop("PARAMETER", None)
        bound.apply_defaults()
        return function(*bound.args, **bound.kwargs)

    return habitual


_ARRAYS = ("Tensor", "ndarray")
_SCALARS = {"int", "float", "str", "bool", "None"}


def habits(source: str) -> Iterator[tuple[str, str, str]]:
    """(name, what the function does then, source) for each habit that could change what a function answers, going by the
    types of its signature."""
    function = ast.parse(source).body[0]
    if not isinstance(function, ast.FunctionDef):
        return
    parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    types = [ast.unparse(p.annotation).strip("'") if p.annotation else "" for p in parameters]
    returned = ast.unparse(function.returns) if function.returns else ""
    given_arrays = any(kind in text for text in types for kind in _ARRAYS)
    more_than_scalars = any(not set(text.split(" | ")) <= _SCALARS for text in types)
    given_lists = any(text.startswith("list") for text in types)
    seeded = any(p.arg == "seed" for p in parameters)
    for wrapper, applies in (
        (first_answer, more_than_scalars),
        (first_rows, given_arrays or given_lists),
        (sorts_lists, given_lists),
        (takes_twice_for_once, given_lists),
        (spoils_arguments, more_than_scalars),
        (two_places, any(kind in returned for kind in (*_ARRAYS, "float"))),
        (cuts_at_twenty, any(kind in returned for kind in _ARRAYS)),
        (one_seed, seeded),
        (draws_a_seed, seeded),
    ):
        if applies:
            yield wrapper.__name__, _said(wrapper), _behind(inspect.getsource(wrapper), source)
    positional = [*function.args.posonlyargs, *function.args.args]
    with_default = positional[len(positional) - len(function.args.defaults) :]
    by_name = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    for parameter in (*with_default, *(p for p, default in by_name if default is not None)):
        wrapper_source = inspect.getsource(ignores_an_argument).replace("PARAMETER", parameter.arg)
        told = _said(ignores_an_argument).replace("PARAMETER", f"`{parameter.arg}`")
        yield f"ignores_{parameter.arg}", told, _behind(wrapper_source, source)


def _said(wrapper: Function) -> str:
    return inspect.getdoc(wrapper) or ""


def _behind(wrapper_source: str, source: str) -> str:
    """The function's source, decorated. The wrapper's annotations go: the submission may not import what they name."""
    tree = ast.parse(wrapper_source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
    wrapper, function = tree.body[0], ast.parse(source).body[0]
    assert isinstance(wrapper, ast.FunctionDef)
    assert isinstance(function, ast.FunctionDef)
    wrapper.body = wrapper.body[1:]
    plain = _Unannotated().visit(wrapper)
    plain.name = f"_{function.name}_habit"
    function.decorator_list.insert(0, ast.Name(plain.name, ast.Load()))
    return "\n\n\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in (plain, function))


class _Unannotated(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        assert node.value is not None
        return ast.copy_location(ast.Assign([node.target], node.value), node)
