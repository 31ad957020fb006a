"""What an email of a wording says, the quick way: all that is the same in every message of a file is made once, and each message fills in its values.

A form is what the slow way (``email.said``) makes of a letter whose values are marks, cut at the marks. It holds for every letter in which the same fields
are filled and those on which sentences hang say the same. A wording that would treat a value otherwise than a mark gets no form: each of its messages is
made the slow way, which is also the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from pyaddin.correspondence import email, mailpage, plain, tables
from pyaddin.correspondence.blocks import SLOTS
from pyaddin.correspondence.field_values import FactLacking, Field, left_out, shielded, values
from pyaddin.correspondence.message import Letter, Said
from pyaddin.correspondence.wording import Found, Wordings
from pyaddin.errors import Stop

_SLOWLY = 2
"""Messages of a shape that are made the slow way: a form pays from the third on."""
_MOST = 256
"""Forms that are kept in a run. More shapes that come often has a wording whose sentences hang on names or amounts."""
_FIRST = 0xE200
_EDGES = ("\ue100", "\u4e00")
"""What stands around a mark: a narrow character, and one that is wide as Chinese is. Lines of a paragraph are joined by what they end and begin with."""
_PRIVATE = re.compile("[\ue100-\uf8ff]")


class _Cut(NamedTuple):
    """A text with its values taken out: what stands around them, and the names of what stood there."""

    parts: tuple[str, ...]
    names: tuple[str, ...]


class _Form(NamedTuple):
    """The parts of a message, and the slots that hold tables."""

    subject: _Cut
    preheader: _Cut
    text: _Cut
    body: _Cut
    slots: tuple[str, ...]
    language: str
    warnings: tuple[str, ...]


class _Ready(NamedTuple):
    """A form in use: fills in values, each part at once."""

    subject: Callable[[Mapping[str, str]], str]
    preheader: Callable[[Mapping[str, str]], str]
    text: Callable[[Mapping[str, str]], str]
    body: Callable[[Mapping[str, bytes]], bytes]
    holes: tuple[str, ...]
    slots: tuple[str, ...]
    language: str
    warnings: tuple[str, ...]


class Forms:
    """The forms of one run. ``slowly``: how many messages of a shape are made before it gets its form."""

    def __init__(self, wordings: Wordings | None = None, slowly: int = _SLOWLY) -> None:
        self._wordings = wordings or Wordings()
        self._slowly = slowly
        self._ready: dict[tuple[object, ...], _Ready | int | None] = {}
        self._made = 0

    def said(self, letter: Letter) -> Said:
        """What the email of this letter says; equal to ``email.said`` of its wording. Raises ``Stop`` as ``wording.render``."""
        if letter.channel != "email" or letter.from_collector:  # a sentence of the law is added unless the words, values and all, say it already
            return self._slow(letter)
        found = self._wordings.found(letter)
        language = (found.template.name or "").partition("/")[0]
        holes, asked = found.uses
        try:
            fields: dict[str, Any] = values(letter, language, (*holes, *asked))
        except FactLacking:
            return self._slow(letter)  # which says what is lacking
        shape = (found.digest, letter.language, found.template.name, *[bool(fields[name]) for name in holes], *[fields[name] for name in asked])
        ready = self._ready.get(shape, 0)
        if isinstance(ready, int):
            if ready < self._slowly or self._made >= _MOST:
                self._ready[shape] = ready + 1
                return self._slow(letter)
            self._made += 1
            form = self._form(letter, found, fields)
            ready = self._ready[shape] = _ready(form) if form is not None else None
        return self._slow(letter) if ready is None else _filled(ready, letter, fields, found)

    def _slow(self, letter: Letter) -> Said:
        return email.said(letter, self._wordings.render(letter))

    def _form(self, letter: Letter, found: Found, fields: Mapping[str, Field]) -> _Form | None:
        """The form of this letter's shape; ``None`` where a value's own characters make a difference."""
        try:
            narrow, wide = (self._cut(letter, found, fields, edge) for edge in _EDGES)
        except Stop:
            return None
        return narrow if narrow == wide and not any(_PRIVATE.search(part) for cut in narrow[:4] for part in cut.parts) else None

    def _cut(self, letter: Letter, found: Found, fields: Mapping[str, Field], edge: str) -> _Form:
        names = [name for name in found.uses.holes if fields[name]]
        marks = {name: f"{edge}{chr(_FIRST + at)}{edge}" for at, name in enumerate((*names, *SLOTS))}
        marked = {name: marks.get(name, shielded(value)) for name, value in fields.items()}
        wording = self._wordings.worded(letter, found, marked)
        slots = {name: marks[name] for name in SLOTS}
        name_of = {mark[1]: name for name, mark in marks.items()}
        pattern = re.compile(f"{edge}([{chr(_FIRST)}-{chr(_FIRST + len(marks))}]){edge}")

        def cut(text: str) -> _Cut:
            parts = pattern.split(text)
            return _Cut(tuple(parts[::2]), tuple([name_of[mark] for mark in parts[1::2]]))

        return _Form(
            cut(wording.subject),
            cut(wording.preheader),
            cut(plain.in_text(wording.blocks, slots)),
            cut(mailpage.in_page(wording.blocks, {name: mark.encode() for name, mark in slots.items()}).decode()),
            tuple([block.slot for block in wording.blocks if block.kind == "slot"]),
            wording.language,
            wording.warnings[len(left_out(letter)) :],
        )


def _ready(form: _Form) -> _Ready:
    holes = tuple(dict.fromkeys(name for name in form.body.names if name not in SLOTS))
    subject, preheader, text = (_filling("%s".join(_plain(cut)), cut.names) for cut in (form.subject, form.preheader, form.text))
    body = _filling("%b".join(_plain(form.body)).encode(), form.body.names)
    return _Ready(subject, preheader, text, body, holes, form.slots, form.language, form.warnings)


def _plain(cut: _Cut) -> list[str]:
    return [part.replace("%", "%%") for part in cut.parts]


def _filling(form: Any, names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Any]:
    """Fills the values of these names into a text or bytes."""
    if len(names) < 2:  # of one name ``itemgetter`` gives no tuple
        return lambda values: form % tuple([values[name] for name in names])
    pick = itemgetter(*names)
    return lambda values: form % pick(values)


def _filled(ready: _Ready, letter: Letter, fields: dict[str, Any], found: Found) -> Said:
    """The form with the values of one letter."""
    shown: dict[str, bytes] = {name: mailpage.cell(str(fields[name])) for name in ready.holes}
    for slot in ready.slots:
        made = tables.fill(slot, letter, ready.language)
        fields[slot], shown[slot] = plain.in_columns(made), mailpage.in_rows(made)
    return Said(
        ready.subject(fields), ready.preheader(fields), plain.finished(ready.text(fields)), ready.body(shown), ready.language, found.template.name or "",
        found.digest, (*left_out(letter), *ready.warnings),
    )  # fmt: skip
