"""Patterns of whole rows, which are long and the same every week: what Python compiled them to is remembered from one start to the next.

A pattern for the rows of a sheet names each of its columns, so compiling those of one ledger takes longer than reading a thousand cases by them. Python
offers no way to keep a compiled pattern, so it is taken from where ``re.compile`` has it. What is kept was found equal to the pattern of ``re.compile``, by
Python's own comparison, which looks at every instruction; where a Python arranges this otherwise nothing is kept, and all patterns are compiled as ever.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from typing import Any

from pyaddin import remembered

_PLACES = 1024
"""So many patterns are remembered at most; one that falls into the place of another is compiled, and stands there next time."""


def compiled(words: bytes) -> re.Pattern[bytes]:
    """What ``re.compile`` makes of these words, which name no groups."""
    name = f"row pattern {int.from_bytes(hashlib.sha256(words).digest()[:4], 'big') % _PLACES}"
    known = remembered.found(name, words)
    if known is not None:
        return _made_of(words, marshal.loads(known))
    made = re.compile(words)
    if not sys.dont_write_bytecode and (code := _code(words, made)) is not None:
        remembered.keep(name, words, marshal.dumps((made.groups, code)))
    return made


def _made_of(words: bytes, parts: tuple[int, list[int]]) -> re.Pattern[bytes]:
    groups, code = parts
    pattern: re.Pattern[bytes] = _compiler()._sre.compile(words, 0, code, groups, {}, (None,) * (groups + 1))
    return pattern


def _code(words: bytes, made: re.Pattern[bytes]) -> list[int] | None:
    """The instructions of a compiled pattern; ``None`` where they do not make the same pattern again."""
    try:
        code = list(map(int, _compiler()._code(_compiler()._parser.parse(words), 0)))
        return code if _made_of(words, (made.groups, code)) == made else None
    except (AttributeError, TypeError, ValueError, RuntimeError):
        return None


def _compiler() -> Any:
    """The part of Python that compiles patterns."""
    return getattr(re, "_compiler")  # noqa: B009 - no part of what ``re`` promises
