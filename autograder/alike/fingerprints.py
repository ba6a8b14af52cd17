"""A program as fingerprints of its passages, which renaming, comments and layout leave as they are.

Winnowing: Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003. A passage of
`LENGTH + WINDOW - 1` tokens that two programs share is always found, one shorter than `LENGTH` never.
"""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import io
import itertools
import keyword
import tokenize
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..submission.source import Chunk

LENGTH = 12  # tokens of a passage: a line and a half of code
WINDOW = 8  # of so many passages in a row one is kept

_KNOWN = frozenset(dir(builtins)) | {"self"}
_LIBRARIES = frozenset({"torch", "np", "numpy", "nn", "F", "scipy", "math"})  # as nearly everybody calls them
_LAYOUT = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)


class Token(NamedTuple):
    """A word of a program. `kind` is what counts: a name that the student chose is any name."""

    kind: str
    where: str
    line: int


class Prints(NamedTuple):
    """A program's fingerprints, each with the places (file or cell, lines) where it is, and the names that were chosen."""

    places: dict[bytes, list[tuple[str, int, int]]]
    names: frozenset[str]


def fingerprints(chunks: Iterable[Chunk], given: frozenset[str]) -> Prints:
    """Of the statements that travel, less their imports. `given` are names that everybody has: the functions asked for."""
    places: dict[bytes, list[tuple[str, int, int]]] = {}
    names: set[str] = set()
    for chunk in chunks:
        words = list(_words(chunk, given, names))
        for at, fingerprint in _winnowed([word.kind for word in words]):
            first, last = words[at], words[at + LENGTH - 1]
            places.setdefault(fingerprint, []).append((first.where, first.line, last.line))
    return Prints(places, frozenset(names))


def _words(chunk: Chunk, given: frozenset[str], names: set[str]) -> Iterator[Token]:
    before = ""
    for token, docstring in _tokens(chunk.source):
        if docstring:
            continue
        if token.type == tokenize.NAME:
            kind = token.string
            if before != "." and not keyword.iskeyword(kind) and kind not in _KNOWN and kind not in given:
                names |= {kind} - _LIBRARIES
                kind = "a name"
        elif token.type == tokenize.STRING:
            kind = "a string"
        else:
            kind = token.string
        before = token.string
        yield Token(kind, chunk.where, chunk.line + token.start[0] - 1)


def _tokens(source: str) -> Iterator[tuple[tokenize.TokenInfo, bool]]:
    """The tokens of a statement that are no layout, and whether each is a text by itself, which says nothing to Python. None
    of an import, but those of what stands behind it on its line; as far as the tokens go where they cannot be told."""
    line: list[tokenize.TokenInfo] = []
    # what was extracted from a notebook may be no whole program
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in _LAYOUT:
                line.append(token)
            elif token.type == tokenize.NEWLINE:
                for some in _statements(line):
                    if some[0].string not in ("import", "from"):
                        alone = all(word.type == tokenize.STRING for word in some)
                        yield from ((word, alone) for word in some)
                line = []
    yield from ((word, False) for word in line)


def _statements(line: list[tokenize.TokenInfo]) -> Iterator[list[tokenize.TokenInfo]]:
    """The simple statements of a line, each with the semicolon before it left out."""
    ends = [-1, *(at for at, word in enumerate(line) if word.string == ";"), len(line)]
    yield from (line[a + 1 : b] for a, b in itertools.pairwise(ends) if b > a + 1)


def _winnowed(words: list[str]) -> Iterator[tuple[int, bytes]]:
    """Of each `WINDOW` passages in a row the least, the last of several; each once, with where it begins."""
    hashes = [
        hashlib.blake2b("\0".join(words[at : at + LENGTH]).encode("utf-8", "replace"), digest_size=8).digest()
        for at in range(len(words) - LENGTH + 1)
    ]
    kept = -1
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = hashes[start : start + WINDOW]
        least = min(window)
        at = start + max(n for n, one in enumerate(window) if one == least)
        if at != kept:
            kept = at
            yield at, hashes[at]
