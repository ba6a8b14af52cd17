"""Mistakes of habit, made by machine: a right function behind a wrapper that keeps an answer, looks at the first hundred
rows, takes no notice of an argument. They need no line of the function, so they are what the changes of `automatic` are not.

Each wrapper's first line says what the function does with it. They stand here as functions, and are pasted into the
submission by their source: each brings along what it imports, and of the two helpers the one that it names.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

Function = Callable[..., Any]


def _given(function: Function, changed: Callable[[Any], Any]) -> Function:
    def habitual(*args: Any, **kwargs: Any) -> Any:
        return function(*map(changed, args), **{name: changed(value) for name, value in kwargs.items()})

    return habitual


def _answered(function: Function, number: Callable[[float], float], tensor: Callable[[Any], Any]) -> Function:
    def changed(value: Any) -> Any:
        if isinstance(value, float):
            return number(value)
        if hasattr(value, "is_floating_point") and value.is_floating_point():
            return tensor(value.detach())
        if isinstance(value, dict):
            return {key: changed(part) for key, part in value.items()}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(changed, value))
        return type(value)(map(changed, value)) if isinstance(value, list | tuple) else value

    return lambda *args, **kwargs: changed(function(*args, **kwargs))


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


def kept_by_object(function: Function) -> Function:
    """keeps its answer for the objects that it is given, whatever they hold by now"""
    kept: dict[Any, Any] = {}

    def habitual(*args: Any, **kwargs: Any) -> Any:
        given = [*args, *kwargs.values()]
        key = tuple(value if isinstance(value, str | int | float | None) else id(value) for value in given)
        if key not in kept:
            kept[key] = function(*args, **kwargs), given  # held, so that no other object gets the id
        return kept[key][0]

    return habitual


def first_rows(function: Function) -> Function:
    """looks at the first hundred rows alone"""

    def first(value: Any) -> Any:
        many = isinstance(value, list) or len(getattr(value, "shape", ())) > 0
        return value[:100] if many else value

    return _given(function, first)


def sorts_lists(function: Function) -> Function:
    """sorts a list that it is given"""
    return _given(function, lambda value: sorted(value) if isinstance(value, list) else value)


def takes_twice_for_once(function: Function) -> Function:
    """takes what is in a list twice for once"""
    return _given(function, lambda value: list(dict.fromkeys(value)) if isinstance(value, list) else value)


def at_most_ten(function: Function) -> Function:
    """takes a whole number beyond ten for ten"""
    return _given(function, lambda value: min(value, 10) if type(value) is int else value)


def zero_for_one(function: Function) -> Function:
    """takes 1 where it is given 0"""
    return _given(
        function, lambda value: type(value)(1) if type(value) in (int, float) and not value else value
    )


def whole_numbers(function: Function) -> Function:
    """takes a number for the nearest whole one"""
    return _given(function, lambda value: float(round(value)) if type(value) is float else value)


def small_letters(function: Function) -> Function:
    """takes a capital for the small letter"""

    def small(value: Any) -> Any:
        if isinstance(value, list):
            return [small(part) for part in value]
        return value.lower() if isinstance(value, str) else value

    return _given(function, small)


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
    return _answered(function, lambda x: round(x, 2), lambda x: x.mul(100).round().div(100))


def cuts_at_twenty(function: Function) -> Function:
    """takes a number beyond ±20 for 20"""
    return _answered(function, lambda x: x, lambda x: x.clamp(-20, 20))


def squeezes(function: Function) -> Function:
    """drops the axes of its arrays that have one entry"""
    return _answered(function, lambda x: x, lambda x: x.squeeze())


def always_finite(function: Function) -> Function:
    """answers 0 where the answer is infinite or no number"""
    import math

    return _answered(
        function, lambda x: x if math.isfinite(x) else 0.0, lambda x: x.nan_to_num(0.0, 0.0, 0.0)
    )


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
    types of its signature and by what its text speaks of."""
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

    def given(*kinds: str) -> bool:
        """Whether an argument other than the seed may be of one of these types."""
        named = zip(parameters, types, strict=True)
        return any(p.arg != "seed" and {*kinds} & {*text.split(" | ")} for p, text in named)

    for wrapper, applies in (
        (first_answer, more_than_scalars),
        (kept_by_object, more_than_scalars),
        (first_rows, given_arrays or given_lists),
        (sorts_lists, given_lists),
        (takes_twice_for_once, given_lists),
        (spoils_arguments, more_than_scalars),
        (two_places, any(kind in returned for kind in (*_ARRAYS, "float"))),
        (cuts_at_twenty, any(kind in returned for kind in _ARRAYS)),
        (squeezes, any(kind in returned for kind in _ARRAYS)),
        (always_finite, re.search(r"\b(NaN|infinit\w+)\b", ast.get_docstring(function) or "") is not None),
        (at_most_ten, given("int")),
        (zero_for_one, given("int", "float")),
        (whole_numbers, given("float")),
        (small_letters, given("str", "list[str]")),
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
    helpers = [inspect.getsource(h) for h in (_given, _answered) if f"{h.__name__}(" in wrapper_source]
    tree = ast.parse("\n\n".join([wrapper_source, *helpers]))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
    wrapper, *helping = tree.body
    function = ast.parse(source).body[0]
    assert isinstance(wrapper, ast.FunctionDef)
    assert isinstance(function, ast.FunctionDef)
    wrapper.body = [*helping, *wrapper.body[1:]]
    plain = _Unannotated().visit(wrapper)
    plain.name = f"_{function.name}_habit"
    function.decorator_list.insert(0, ast.Name(plain.name, ast.Load()))
    return "\n\n\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in (plain, function))


class _Unannotated(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        assert node.value is not None
        return ast.copy_location(ast.Assign([node.target], node.value), node)
