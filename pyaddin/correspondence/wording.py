"""Wording files made into messages, and the environment in which pages of the report are rendered.

``templates/`` holds what clerks edit: ``<language>/<stage>/<name>.txt`` for email and letter begins with a comment that lists the fields,
then the lines ``Subject:``, ``Preheader:`` and, for the letter, ``Heading:``, a blank line and the body. ``<name>.sms.txt`` is a text message of
one paragraph, ``<name>.call.txt`` a call script; neither has lines before the body. ``<name>.firm.txt`` (or ``first``, ``final``) is used
where the sheet Levels asks for that tone, ``<name>.letter.txt`` where a letter says something else than the email.
``<language>/prompts.txt`` holds a sentence of empathy for each reason code. Jinja2 is used nowhere else in the product.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pyaddin.correspondence import collector, compiled, formats, lint, prompts, right_party
from pyaddin.correspondence.blocks import UnknownSlot, parse
from pyaddin.correspondence.clean import cleaned, unshield
from pyaddin.correspondence.field_values import FactLacking, Field, context, left_out
from pyaddin.correspondence.fields import FIELDS
from pyaddin.correspondence.mailpage import html
from pyaddin.correspondence.message import Block, Letter, Wording
from pyaddin.correspondence.plain import plain_text
from pyaddin.correspondence.uses import Uses

__all__ = ["TEMPLATES", "Wordings", "html", "page_environment", "plain_text", "render"]

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FOLDERS = ("any", "contact", "deep", "negotiate", "monitor", "disposition")
SHARING = ("email", "letter")
"""Channels that one wording serves; a text message and a call script are never made from it."""
FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
_TEMPLATE_FAULTS = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)


class Sandbox(ImmutableSandboxedEnvironment):
    """jinja2's sandbox, which finds out once for each type and name whether a template may read it: the answer hangs on nothing else."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self._may_read: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        known = self._may_read.get((type(obj), attr))
        if known is None:
            known = self._may_read[type(obj), attr] = super().is_safe_attribute(obj, attr, value)
        return known


@lru_cache(maxsize=1)
def page_environment() -> jinja2.Environment:
    """The environment for HTML pages under ``templates/``: sandboxed, escaping, an unknown name is an error.

    Filters: ``amount(value, currency, language)`` and ``day(value, language)``, as in the messages.
    """
    page = Sandbox(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        bytecode_cache=compiled.Compiled("page"),
    )  # fmt: skip
    page.filters["amount"] = formats.amount
    page.filters["day"] = formats.day
    return page


_TAGS = re.compile(r"\{%.*?%\}")


class _LineEnds(Extension):
    """Lines that hold only code leave nothing behind; a line of words that happens to end in code keeps its line break."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return "\n".join(self._line(line.rstrip()) for line in source.replace("\r\n", "\n").split("\n"))

    def _line(self, line: str) -> str:
        return f"{line[:-2]}+%}}" if line.endswith("%}") and not line.endswith(("-%}", "+%}")) and _TAGS.sub("", line).strip() else line


class _Office(Sandbox):
    """Where wording files run: values and conditions only. No globals, no arithmetic that could grow without bound."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: object, right: object) -> object:
        raise SecurityError(f"'{operator}' has no place in a wording file")


@lru_cache(maxsize=8)
def _office(templates: Path) -> _Office:
    loader = jinja2.FileSystemLoader(templates, encoding="utf-8-sig")
    office = _Office(
        loader=loader, autoescape=False, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=[_LineEnds],
        bytecode_cache=compiled.Compiled("office") if templates == TEMPLATES else None,
    )  # fmt: skip
    office.globals.clear()
    office.filters = {name: office.filters[name] for name in FILTERS}
    return office


def office_environment(templates: Path = TEMPLATES) -> jinja2.Environment:
    """Where wording files run, for documents that are no messages."""
    return _office(templates)


class Found(NamedTuple):
    """A wording file, checked: its hash, and the fields that it names."""

    template: jinja2.Template
    digest: str
    uses: Uses


_checked: dict[tuple[Path, str, str], Found] = {}


def _check(office: _Office, templates: Path, file: str, template: jinja2.Template, kind: str) -> Found:
    """The file after its check; a file is checked again only when it has changed on disk."""
    known = _checked.get((templates, file, kind))
    if known is not None and known.template is template:
        return known
    assert office.loader is not None
    source = office.loader.get_source(office, file)[0]
    data = source.encode("utf-8")
    uses = Uses.of_text(compiled.is_checked(file, kind, data)) if templates == TEMPLATES else None
    if uses is None:
        tree = office.parse(source, file)
        lint.check(tree, source, kind, file)
        uses = Uses.of(tree)
        if templates == TEMPLATES:
            compiled.checked(file, kind, data, uses.as_text())
    found = _checked[templates, file, kind] = Found(template, hashlib.sha256(data).hexdigest(), uses)
    return found


def chain(letter: Letter) -> tuple[str, ...]:
    """Where the wording is looked for, best first: the stage's folder, ``any``, the other stages; then the same in English.

    Within a folder: for this channel and tone, for this channel, then for any channel in this tone, for any channel. A text message or a call
    script that there is no file for is not made from the wording of a letter.
    """
    folders = dict.fromkeys((letter.stage.lower() or "any", *FOLDERS))
    languages = dict.fromkeys((letter.language or "en", "en"))
    shared = (f".{letter.tone}", "") if letter.channel in SHARING else ()
    ends = dict.fromkeys((f".{letter.channel}.{letter.tone}", f".{letter.channel}", *shared))
    return tuple(f"{language}/{folder}/{letter.template}{end}.txt" for language in languages for folder in folders for end in ends)


def _line_in(trace: TracebackType | None, path: str | None) -> int | None:
    """The last line of the wording file that a traceback passes through."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _front(text: str, file: str) -> tuple[dict[str, str], str]:
    """The lines before the body by their names, and the body, still shielded. A text message and a call script are body alone."""
    if lint.medium(file) != "page":
        return {}, text
    found: dict[str, str] = {}
    rest = text.lstrip("\n")
    for name in ("Subject", "Preheader"):
        line, _, rest = rest.partition("\n")
        label, colon, value = line.partition(":")
        if label.strip() != name or not colon or not value.strip():
            raise lint.stop(file, None, f"'{name}: ...' must stand at the top, before the first blank line")
        found[name] = value.strip()
    if rest.startswith("Heading:"):
        line, _, rest = rest.partition("\n")
        found["Heading"] = line.partition(":")[2].strip()
    if rest.partition("\n")[0].strip():
        raise lint.stop(file, None, "a blank line must follow the line 'Preheader:' or 'Heading:'")
    return found, rest


def _body(text: str, letter: Letter, language: str, file: str) -> tuple[Block, ...]:
    """The tree of the body. Raises ``Stop`` for an unknown slot, or a text message that is not one paragraph."""
    try:
        blocks = parse(text)
    except UnknownSlot as error:
        raise lint.stop(file, None, f"there is no table [[{error}]]") from None
    if letter.channel == "sms" and [block.kind for block in blocks] != ["p"]:
        raise lint.stop(file, None, "a text message is one paragraph")
    blocks = collector.named(blocks, letter, language)
    if all(block.slot != right_party.SLOT for block in blocks):
        return blocks
    stopped = right_party.block(cleaned(letter.debtor_name), language)
    return tuple(stopped if block.slot == right_party.SLOT else block for block in blocks)


def _find(office: _Office, letter: Letter) -> jinja2.Template:
    """The wording file of the letter, compiled. Raises ``Stop`` when there is none or it is no valid text or code."""
    names = chain(letter)
    try:
        return office.select_template(list(names))
    except jinja2.TemplatesNotFound:
        raise lint.stop(names[0], None, "there is no such wording file") from None
    except jinja2.TemplateSyntaxError as error:
        raise lint.stop(error.name or names[0], error.lineno, error.message or "syntax error") from None
    except UnicodeDecodeError:
        raise lint.stop(names[0], None, "the file is not UTF-8 text; save it as UTF-8") from None


class Wordings:
    """The wording files as one run found them: a file is looked for and checked once, so that all messages of the run are worded alike."""

    def __init__(self, templates: Path = TEMPLATES) -> None:
        self._templates = templates
        self._office = _office(templates)
        self._found: dict[tuple[str, ...], Found] = {}

    def found(self, letter: Letter) -> Found:
        """The wording file of one letter. Raises as ``render``."""
        wanted = (letter.kind, letter.template, letter.stage, letter.channel, letter.tone, letter.language)
        found = self._found.get(wanted)
        if found is None:
            found = self._found[wanted] = _found(self._office, self._templates, letter)
        return found

    def render(self, letter: Letter) -> Wording:
        """The wording of one letter; see ``render``."""
        return self.worded(letter, self.found(letter))

    def worded(self, letter: Letter, found: Found, fields: Mapping[str, Field] | None = None) -> Wording:
        """The wording of one letter in this file, with these fields instead of its own. Raises ``Stop`` as ``render``."""
        return _worded(letter, self._templates, found, fields)


def render(letter: Letter, templates: Path = TEMPLATES) -> Wording:
    """The wording of one letter as a tree of blocks, values cleaned, with the file and hash it came from.

    Raises ``Stop`` (X-TEMPLATE) naming file and line: no such file, unknown field, unsafe code, unknown slot, a required fact
    missing, a disclosing subject or text message, a threat, a call script that names the matter to anybody. A language without
    this file is worded in English, and ``warnings`` says so. The hash of a call script covers the sentences of empathy, too.
    """
    return Wordings(templates).render(letter)


def _found(office: _Office, templates: Path, letter: Letter) -> Found:
    """The wording file of the letter, checked. Raises ``Stop``."""
    if letter.kind not in FIELDS:
        raise lint.stop(chain(letter)[0], None, f"there is no kind of message '{letter.kind}'")
    template = _find(office, letter)
    return _check(office, templates, template.name or "", template, letter.kind)


def _worded(letter: Letter, templates: Path, found: Found, fields: Mapping[str, Field] | None) -> Wording:
    template, file = found.template, found.template.name or ""
    language = file.partition("/")[0]
    said = prompts.read(templates, language) if letter.channel == "call" else prompts.NONE
    try:
        text = template.render(context(letter, language, said.sentences) if fields is None else fields)
    except FactLacking as lacking:
        raise lint.stop(file, None, f"there is no {lacking} that this message could be about") from None
    except _TEMPLATE_FAULTS as error:
        raise lint.stop(file, _line_in(error.__traceback__, template.filename), str(error) or type(error).__name__) from None
    front, body = _front(text, file)
    blocks = _body(body, letter, language, file)
    warnings = left_out(letter)
    if language != letter.language:
        warnings += (f"There is no wording '{letter.template}' in {letter.language or 'no language'}; the English one is used ({file}).",)
    subject, preheader, heading = (unshield(front.get(name, "")) for name in ("Subject", "Preheader", "Heading"))
    return Wording(subject, preheader, blocks, language, file, said.joined(found.digest), warnings, heading)
