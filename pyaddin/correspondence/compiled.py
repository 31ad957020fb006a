"""Wording files compiled and checked, remembered from one start of the program to the next. What is compiled or checked otherwise since is made anew."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket

from pyaddin import remembered


def _made_of(text: bytes) -> bytes:
    """The text, and what makes code and findings of it: the modules of this room and jinja2."""
    return b"\n".join((remembered.modules(__package__ or ""), remembered.modules("jinja2"), text))


def is_checked(file: str, kind: str, text: bytes) -> bytes | None:
    """What was ``found`` in this text when it passed the check for this kind of message; ``None`` where it is not known to have passed."""
    return remembered.found(f"checked {kind} {file}", _made_of(text))


def checked(file: str, kind: str, text: bytes, found: bytes) -> None:
    """This text has passed the check for this kind of message."""
    remembered.keep(f"checked {kind} {file}", _made_of(text), found)


class Compiled(jinja2.BytecodeCache):
    """The compiled form of the templates of one environment. ``environment`` names it: another one compiles the same text otherwise."""

    def __init__(self, environment: str) -> None:
        self._environment = environment

    def load_bytecode(self, bucket: Bucket) -> None:
        code = remembered.found(f"compiled {self._environment} {bucket.key}", _made_of(bucket.checksum.encode("ascii")))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        remembered.keep(f"compiled {self._environment} {bucket.key}", _made_of(bucket.checksum.encode("ascii")), bucket.bytecode_to_string())
