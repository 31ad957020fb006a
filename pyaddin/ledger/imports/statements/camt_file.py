"""CAMT.053: the ISO 20022 statement in XML, versions 1 to 12, read with the classes of pyiso20022.

Which version it is stands in the XML namespace. Each entry is read by itself: one that is broken is refused and named, and the rest goes on. A file
with a document type or entities is refused before anything of it is looked at.
"""

from __future__ import annotations

import importlib
import re
import warnings
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from lxml import etree
from xsdata.exceptions import ConverterWarning, ParserError
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.imports.statements.lines import BY_HAND, CAMT, MOST_LINES, Balance, BankLine, Statement, joined, meant, one_line, to_the_cent

LARGEST = 60_000_000
NEWEST = 12
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.(\d{3})\.001\.(\d{2})")
_ASK = "Ask the bank for camt.053 in one of the versions 01 to 12 (most offer 02 or 08)."
_ERRORS = (ParserError, ValueError, ArithmeticError, TypeError, AttributeError, KeyError)
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class NotALine(ValueError):
    """An entry lacks what a line cannot do without; the text says what."""


def looks_like(data: bytes) -> bool:
    """Whether the file is XML of any kind, whatever its character set."""
    head = data[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith((b"<?xml", b"<Document", b"<!DOCTYPE", b"<!--")) or b"<Document" in head and head.startswith(b"<")


def read_camt(name: str, data: bytes) -> list[Statement]:
    """The statements of the file. Raises ``Stop``: X-UNSAFE (document type, entities), X-LIMIT, X-NOT-STATEMENT (broken XML, another message)."""
    root = _root(name, data)
    space, version = _version(name, root)
    entry_class, parts = _classes(version)
    parser = XmlParser(
        context=_CONTEXT,
        config=ParserConfig(fail_on_unknown_properties=False, fail_on_unknown_attributes=False, fail_on_converter_warnings=True, class_factory=_made),
    )
    found = list(root.iter(f"{{{space}}}Stmt"))
    if not found:
        raise Stop("X-NOT-STATEMENT", f"{name} is camt.053, but holds no statement", advice="Fetch the file from the bank again.")
    if sum(1 for _ in root.iter(f"{{{space}}}Ntry")) > MOST_LINES:
        raise Stop("X-LIMIT", f"{name} has more than {MOST_LINES} entries", advice="Ask the bank for shorter statements, for example one a day.")
    return [_statement(name, node, space, entry_class, parts, parser) for node in found]


_CONTEXT = XmlContext()


def _made(kind: type[Any], found: dict[str, Any]) -> Any:
    """An instance as the file has it: banks leave out parts that the format demands; what a line cannot do without is asked for later."""
    lacking = {item.name: None for item in fields(kind) if item.init and item.name not in found and item.default is item.default_factory is MISSING}
    return kind(**lacking, **found)


def _root(name: str, data: bytes) -> Any:
    if len(data) > LARGEST:
        raise Stop("X-LIMIT", f"{name} has {len(data)} bytes", advice="Ask the bank for shorter statements, for example one a day.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Stop("X-UNSAFE", f"{name}: a document type or entities", advice="No bank writes a statement like that. Ask where the file comes from.")
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, strict)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise Stop("X-NOT-STATEMENT", f"{name}: {one_line(str(problem), 150)}", advice="The XML is broken off or damaged: fetch it again.") from None
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        raise Stop("X-UNSAFE", f"{name}: a document type", advice="No bank writes a statement like that. Ask where the file comes from.")
    return root


def _version(name: str, root: Any) -> tuple[str, int]:
    """The namespace and the version that it names; the document may stand inside an envelope."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        space = etree.QName(node).namespace or ""
        match = _NAMESPACE.fullmatch(space)
        if match is None:
            continue
        message, version = match.group(1), int(match.group(2))
        if message == "053" and 1 <= version <= NEWEST:
            return space, version
        words = {"052": "a report within the day", "054": "a notification of single entries"}.get(message, "another message")
        raise Stop("X-NOT-STATEMENT", f"{name} is camt.{message}.001.{version:02d}" + (f", {words}" if message != "053" else ""), advice=_ASK)
    raise Stop("X-NOT-STATEMENT", f"{name} is XML, but no camt.053 statement", advice=_ASK)


def _classes(version: int) -> tuple[type, dict[str, type]]:
    """The class of an entry of this version, and those of account and balance."""
    module = importlib.import_module(f"pyiso20022.camt.camt_053_001_{version:02d}")
    document = module.Document
    top = _of(get_type_hints(document)[fields(document)[0].name])
    statement = get_type_hints(_of(get_type_hints(top)["stmt"]))
    return _of(statement["ntry"]), {"Acct": _of(statement["acct"]), "Bal": _of(statement["bal"])}


def _of(hint: Any) -> type:
    """The class inside ``list[X]`` or ``X | None``."""
    inner = [arg for arg in get_args(hint) if arg is not type(None)]
    found: type = inner[0] if inner else hint
    return found


def _read(parser: XmlParser, node: Any, kind: type) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConverterWarning)
        try:
            return parser.from_bytes(etree.tostring(node), kind)
        except ConverterWarning as problem:
            raise ValueError(str(problem)) from None


def _statement(name: str, node: Any, space: str, entry_class: type, parts: dict[str, type], parser: XmlParser) -> Statement:
    def text(path: str) -> str:
        found = node.find("/".join(f"{{{space}}}{part}" for part in path.split("/")))
        return one_line(found.text or "") if found is not None else ""

    result = Statement(CAMT, "", text("LglSeqNb") or text("ElctrncSeqNb") or text("Id"))
    result.begins, result.ends = _day_of(text("FrToDt/FrDtTm")), _day_of(text("FrToDt/ToDtTm"))
    balances: list[tuple[str, Balance]] = []
    for child in node:
        word = etree.QName(child).localname
        try:
            if word == "Acct":
                result.account = _account(_read(parser, child, parts["Acct"]))
            elif word == "Bal":
                balances.append(_balance(_read(parser, child, parts["Bal"])))
        except _ERRORS:
            result.skipped.append(Fault("W-SKIPPED", name, child.sourceline, word, word, "This part of the statement's head cannot be read."))
    result.opening = next((balance for kind, balance in balances if kind in _OPENING), None)
    result.closing = next((balance for kind, balance in reversed(balances) if kind in _CLOSING), None)
    for number, child in enumerate(node.iter(f"{{{space}}}Ntry"), start=1):
        try:
            _add(result, name, number, _read(parser, child, entry_class), child.sourceline)
        except _ERRORS as problem:
            amount = one_line(child.findtext(f"{{{space}}}Amt") or "", 40)
            words = str(problem) if isinstance(problem, NotALine) else "Something in it is not written as the format demands."
            result.faults.append(Fault("E-STATEMENT", name, child.sourceline, "Ntry", f"entry {number}: {amount}", f"{words} {BY_HAND}"))
    return result


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _at(thing: Any, path: str) -> Any:
    """What stands at the end of a path of attributes; ``None`` where one of them is missing in this version or this file."""
    for name in path.split("."):
        thing = getattr(thing, name, None)
        if isinstance(thing, list) and thing:
            thing = thing[0]
        if thing is None or thing == []:
            return None
    return thing


def _word(thing: Any) -> str:
    """A text, whether the version has it as a plain one, a code, or an enumeration."""
    value = getattr(thing, "value", thing)
    return "" if value is None else one_line(str(value))


def _first(thing: Any, *paths: str) -> str:
    return next((word for path in paths if (word := _word(_at(thing, path)))), "")


def _account(account: Any) -> str:
    return _first(account, "id.iban", "id.othr.id", "id.bban", "id.prtry_acct.id", "id.upic")


def _signed(amount: Any, direction: Any) -> Decimal:
    value = getattr(amount, "value", None)
    if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
        raise NotALine("The amount is missing or no number.")
    word = _word(direction)
    if word not in ("CRDT", "DBIT"):
        raise NotALine("Nothing says whether money came in or went out.")
    exact = to_the_cent(value, _word(getattr(amount, "ccy", None)))
    return exact if word == "CRDT" else -exact


def _day(thing: Any) -> date | None:
    """A date, given as one or as an instant."""
    found = _at(thing, "dt") or _at(thing, "dt_tm")
    return None if found is None else date(found.year, found.month, found.day)


def _balance(balance: Any) -> tuple[str, Balance]:
    on = _day(_at(balance, "dt"))
    if on is None:
        raise NotALine("A balance without its day.")
    return _first(balance, "tp.cd_or_prtry.cd", "tp.cd"), Balance(on, _signed(balance.amt, balance.cdt_dbt_ind), _word(balance.amt.ccy))


def _add(result: Statement, name: str, number: int, entry: Any, row: int) -> None:
    """The lines of one entry: one, or one for each transaction of a batch that says its own amount."""
    status = _first(entry, "sts.cd", "sts")
    if status in ("PDNG", "INFO", "FUTR"):
        result.skipped.append(Fault("W-SKIPPED", name, row, "Sts", f"entry {number}: {status}", "The bank has not booked it yet; it comes again when it has."))
        return
    amount = _signed(entry.amt, entry.cdt_dbt_ind)
    on = _day(_at(entry, "val_dt")) or _day(_at(entry, "bookg_dt"))
    if on is None:
        raise NotALine("It has neither value date nor booking date.")
    inner = [detail for block in getattr(entry, "ntry_dtls", []) for detail in block.tx_dtls] or list(getattr(entry, "tx_dtls", []))
    shares = [_share(detail, amount, _word(entry.amt.ccy)) for detail in inner]
    known = [share for share in shares if share is not None]
    batch = len(inner) > 1 and len(known) == len(inner) and sum(known, Decimal(0)) == amount
    if len(inner) > 1 and not batch:
        words = "The bank does not say what each of its payments is worth: it stands as one line."
        result.skipped.append(Fault("W-SKIPPED", name, row, "NtryDtls", f"entry {number}: {len(inner)} payments in one", words))
    for detail, share in zip(inner if batch else inner[:1] or [None], known if batch else [amount], strict=True):
        others = [] if batch else inner[1:]
        result.lines.append(_line(len(result.lines) + 1, entry, detail, share, on, others))


def _share(detail: Any, whole: Decimal, currency: str) -> Decimal | None:
    """What one transaction of a batch is worth, in the account's currency."""
    for path in ("amt", "amt_dtls.tx_amt.amt", "amt_dtls.instd_amt.amt"):
        amount = _at(detail, path)
        if amount is not None and isinstance(getattr(amount, "value", None), Decimal) and _word(amount.ccy) == currency:
            direction = _at(detail, "cdt_dbt_ind")
            return _signed(amount, direction) if direction is not None else amount.value.copy_sign(whole)
    return None


def _line(number: int, entry: Any, detail: Any, amount: Decimal, on: date, others: list[Any]) -> BankLine:
    side = "dbtr" if amount > 0 else "cdtr"
    payer = _first(detail, f"rltd_pties.{side}.pty.nm", f"rltd_pties.{side}.nm", f"rltd_pties.ultmt_{side}.pty.nm", f"rltd_pties.ultmt_{side}.nm")
    account = _first(detail, f"rltd_pties.{side}_acct.id.iban", f"rltd_pties.{side}_acct.id.othr.id", f"rltd_pties.{side}_acct.id.bban")
    said = [_said(each) for each in ([detail] if detail is not None else []) + others]
    refs = [meant(_first(detail, f"refs.{name}")) for name in ("end_to_end_id", "tx_id", "instr_id")]
    returned = _at(entry, "rvsl_ind") is True or _at(detail, "rtr_inf") is not None
    return BankLine(
        number, on, amount, _word(entry.amt.ccy), payer[:140], account[:40],
        joined([*said, *refs[:2], _word(_at(entry, "addtl_ntry_inf"))]),
        meant(_first(detail, "refs.acct_svcr_ref")) or meant(_word(_at(entry, "acct_svcr_ref"))) or meant(_word(_at(entry, "ntry_ref"))),
        returns=returned,
    )  # fmt: skip


def _said(detail: Any) -> str:
    """What the payer wrote: free text, the creditor's reference, remarks of the bank, why it came back."""
    info = getattr(detail, "rmt_inf", None)
    free = [_word(text) for text in getattr(info, "ustrd", [])]
    structured = [_first(part, "cdtr_ref_inf.ref", "cdtr_ref_inf.cdtr_ref", "rfrd_doc_inf.nb") for part in getattr(info, "strd", [])]
    back = _first(detail, "rtr_inf.rsn.cd", "rtr_inf.rsn.prtry")
    return joined([*free, *structured, _word(_at(detail, "addtl_tx_inf")), f"return {back}" if back else ""])
