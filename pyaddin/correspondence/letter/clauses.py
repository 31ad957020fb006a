"""The clauses of a document, from a wording file that a clerk may edit: a title, then clauses with headings, paragraphs, lists and tables.

``templates/<language>/documents/<name>.txt`` runs where messages run (values and conditions only) and uses their mini-markup; a line that begins with
``# `` opens a clause. What the file must carry is checked each time: an edit cannot drop a fact that both sides sign for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta

from pyaddin.correspondence import lint
from pyaddin.correspondence.blocks import parse
from pyaddin.correspondence.clean import shield, unshield
from pyaddin.correspondence.wording import TEMPLATES, office_environment
from pyaddin.records import dataclass

FOLDER = "documents"
_SLOT = re.compile(r"^[ \t]*\[\[\s*([a-z_]+)\s*\]\][ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^# +(.+)$", re.MULTILINE)
_FAULTS = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
Field = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What a clause file of this name may and must use: every field with its meaning, those that are required, and the tables."""

    name: str
    fields: frozenset[str]
    required: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clauses:
    """A rendered clause file: its title, and per clause the heading and its blocks as a layout takes them. ``file`` and ``sha256`` say which wording it was."""

    title: str
    clauses: tuple[tuple[str, list[dict[str, Any]]], ...]
    file: str
    sha256: str


def render(form: Form, language: str, fields: Mapping[str, Field], tables: Mapping[str, Any], templates: Path = TEMPLATES) -> Clauses:
    """The clauses with these values, which are shown as text whatever they hold.

    Raises ``Stop`` (X-TEMPLATE) naming file and line: no such file, unknown field, a required field or table missing, a wording that threatens.
    """
    file = f"{language}/{FOLDER}/{form.name}.txt"
    office = office_environment(templates)
    try:
        assert office.loader is not None
        source = office.loader.get_source(office, file)[0]
        _check(office, source, form, file)
        text = office.get_template(file).render({name: _shielded(value) for name, value in fields.items()})
    except jinja2.TemplatesNotFound:
        raise lint.stop(file, None, "there is no such wording file") from None
    except jinja2.TemplateNotFound:
        raise lint.stop(file, None, "there is no such wording file") from None
    except jinja2.TemplateSyntaxError as error:
        raise lint.stop(file, error.lineno, error.message or "syntax error") from None
    except UnicodeDecodeError:
        raise lint.stop(file, None, "the file is not UTF-8 text; save it as UTF-8") from None
    except _FAULTS as error:
        raise lint.stop(file, None, str(error) or type(error).__name__) from None
    title, body = _title(text, file)
    clauses = tuple((heading, list(_blocks(part, tables, file))) for heading, part in _parts(body, file))
    return Clauses(unshield(title), clauses, file, hashlib.sha256(source.encode("utf-8")).hexdigest())


def _shielded(value: Field) -> Field:
    """A value in which nothing is markup any more."""
    if isinstance(value, str):
        return shield(value)
    return tuple(shield(part) for part in value) if isinstance(value, tuple) else value


def _check(office: jinja2.Environment, source: str, form: Form, file: str) -> None:
    tree = office.parse(source, file)
    used = meta.find_undeclared_variables(tree)
    for node in tree.find_all(jinja2.nodes.Name):
        if node.name in used and node.name not in form.fields:
            raise lint.stop(file, node.lineno, f"there is no field '{node.name}' in this document")
    lint.check_words(source, file)
    words = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    found = set(_SLOT.findall(words))
    missing = [f"{{{{ {name} }}}}" for name in form.required if name not in used]
    missing += [f"[[{name}]]" for name in form.tables if name not in found]
    if missing:
        raise lint.stop(file, None, f"a document of this kind must carry {', '.join(missing)}")


def _title(text: str, file: str) -> tuple[str, str]:
    first, _, rest = text.lstrip("\n").partition("\n")
    label, colon, title = first.partition(":")
    if label.strip() != "Title" or not colon or not title.strip():
        raise lint.stop(file, None, "'Title: ...' must stand at the top")
    return title.strip(), rest


def _parts(body: str, file: str) -> Iterator[tuple[str, str]]:
    """Heading and text of each clause. Raises ``Stop`` for words before the first heading, and for a file without clauses."""
    found = list(_HEADING.finditer(body))
    if not found or body[: found[0].start()].strip():
        raise lint.stop(file, None, "every paragraph stands under a heading '# ...'")
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(body)
        yield unshield(match[1].strip()), body[match.end() : end]


def _blocks(part: str, tables: Mapping[str, Any], file: str) -> Iterator[dict[str, Any]]:
    """Paragraphs and lists between the tables, in their order."""
    at = 0
    for slot in (*_SLOT.finditer(part), None):
        for block in parse(part[at : slot.start() if slot else len(part)]):
            yield {"kind": block.kind, "items": [[{"text": span.text, "style": span.style} for span in item] for item in block.items]}
        if slot is None:
            return
        if slot[1] not in tables:
            raise lint.stop(file, None, f"there is no table [[{slot[1]}]]")
        yield {"kind": "table", **tables[slot[1]]}
        at = slot.end()
