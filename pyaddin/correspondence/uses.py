"""How a wording file uses its fields: which it only writes out, and on which its sentences hang."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple, Self

from jinja2 import meta, nodes

_TAKEN_UP = (nodes.AssignBlock, nodes.Block, nodes.CallBlock, nodes.FilterBlock, nodes.Macro, nodes.ScopedEvalContextModifier)
"""What is written out inside of these goes on to a filter, a name or a macro, which may do anything with it."""


class Uses(NamedTuple):
    """``holes``: fields that are written out as they are, and of which nothing is asked but whether they are filled; ``asked``: all others that are used."""

    holes: tuple[str, ...]
    asked: tuple[str, ...]

    @classmethod
    def of(cls, tree: nodes.Template) -> Self:
        """What the file's code does with the fields. A name that the code gives a value of its own counts as one of which more is asked."""
        used = meta.find_undeclared_variables(tree)
        harmless = {id(name) for kind in (nodes.Output, nodes.If) for node in tree.find_all(kind) for name in _harmless(node)}
        harmless -= {id(name) for node in tree.find_all(_TAKEN_UP) for name in node.find_all(nodes.Name)}
        asked = {name.name for name in tree.find_all(nodes.Name) if id(name) not in harmless or name.ctx != "load"}
        return cls(tuple(sorted(used - asked)), tuple(sorted(used & asked)))

    @classmethod
    def of_text(cls, text: bytes | None) -> Self | None:
        """What ``as_text`` made; ``None`` for nothing."""
        return cls(*map(tuple, json.loads(text))) if text is not None else None

    def as_text(self) -> bytes:
        """To be remembered."""
        return json.dumps(self).encode()


def _harmless(node: nodes.Node) -> Iterator[nodes.Name]:
    """The names that this node writes out, or whose being filled it asks for."""
    if isinstance(node, nodes.Output):
        yield from (part for part in node.nodes if isinstance(part, nodes.Name))
    elif isinstance(node, nodes.If) and isinstance(node.test, nodes.Name):
        yield node.test
