"""Referral dossier: everything that counsel needs of a case as one PDF, and a list of what is missing. Never writes the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.letter import dossier, stationery
from pyaddin.correspondence.letter.dossier import Facts
from pyaddin.correspondence.letter.dossier_words import word
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.labels import LANGUAGES, language_index
from pyaddin.ledger.book import Book
from pyaddin.ledger.captions import sought
from pyaddin.rules.case import CaseFile
from pyaddin.rules.limitation import clock, last_demand
from pyaddin.rules.money import cent
from pyaddin.rules.referral import Check, Papers, checks
from pyaddin.rules.stage import sent_level
from pyaddin.rules.worth_suing import worth
from pyaddin.tasks import document_files
from pyaddin.tasks.dossier_papers import Collected, collect, folder_of
from pyaddin.tasks.letters import sender
from pyaddin.tasks.opening import Opened, chosen, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.shown import shown_row
from pyaddin.tasks.statement import stated_case

_TABLES = ("Cases", "Installments", "Payments", "Adjustments", "Plans", "Promises", "Contacts", "Legal", "Moves")


def run(
    path: Path,
    *,
    case: str,
    exhibits: tuple[Path, ...],
    as_of: date | None,
    language: str | None,
    out: Path | None,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The dossier of a case as of a day, in the office's language unless another is asked for.

    Exhibits: files of ``<ledger stem>-exhibits/<case id>/`` and those named; signed agreements and posted letters by the names in the ledger. What cannot be
    read, is protected or damaged, or lacks is in ``missing``; the dossier is made all the same. Exit code 1 when a file could not be included or a row of the
    case was refused. Raises ``Stop``: X-CASE, X-PRINT, X-WRITE.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=book)
    (file,) = chosen(opened, (case,))
    said = language or opened.settings.text("office_language")
    said = said if said in LANGUAGES else "en"
    papers = collect(opened, file, path, exhibits, said)
    found, desk = _facts(opened, file, path, papers), opened.policy.language
    facts = _named(found, said)
    paper = stationery.read(opened.settings, path.parent)
    try:
        made = dossier.make(facts, said, paper)
    except Unprintable as error:
        raise document_files.refused(error) from None
    stored = document_files.store(made.page, document_files.folder_of(path, out), document_files.name_of("dossier", case, opened.as_of.isoformat()))
    missing = dossier.missing(_named(found, desk), desk)
    if made.signs:
        missing.append({"item": word("s-left-out", desk), "why": word("o-signs", desk, number=len(made.signs), signs=", ".join(made.signs))})
    data: dict[str, object] = {
        "case_id": case, "as_of": opened.as_of.isoformat(), "files": [str(stored.path)], "missing": missing, "documents": [stored.as_json()],
        "exhibits": [{"title": one.title, "pages": one.pages, "sha256": one.sha256} for one in papers.exhibits], "messages": len(papers.sent),
        "warnings": [*paper.told, *made.told],
    }  # fmt: skip
    return Outcome("legal", data, 1 if papers.left_out else 0)


def _named(facts: Facts, language: str) -> Facts:
    """The facts with columns that are to be filled called what their headers show in the dossier's language."""
    named = (replace(one, values={**one.values, "column": _captions(one, language)}) if "column" in one.values else one for one in facts.checks)
    return replace(facts, checks=tuple(named))


def _captions(check: Check, language: str) -> str:
    columns = str(check.values["column"]).split(", ")
    return (", ", "、", "、")[language_index(language)].join(sought(str(check.values["sheet"]), column, language) for column in columns)


def _facts(opened: Opened, file: CaseFile, path: Path, papers: Collected) -> Facts:
    rows = {name: _of_case(opened, name, file) for name in _TABLES}
    legal = next(iter(rows["Legal"]), {})
    stated = stated_case(opened, file)
    found = clock(file, stated.account.position)
    refused = [row for row in opened.typed.refused if row.owner_case == file.case.case_id or (row.owner_debtor == file.debtor.debtor_id and not row.owner_case)]
    papers.left_out += [(row.table, word("o-row", papers.language, row=row.row, code=row.fault_code)) for row in refused]
    beside = Papers(
        papers.given, folder_of(path, file.case.case_id).relative_to(path.parent).as_posix(), papers.unsigned, tuple(papers.signed), papers.messages_left_out,
        len(refused),
    )  # fmt: skip
    creditor = bool(opened.settings.text("creditor_name") and opened.settings.text("creditor_address"))
    return Facts(
        stated=stated,
        sender=sender(opened.settings),
        stage=file.case.stage,
        level=sent_level(file, file.case.episode),
        legal=legal,
        rows=rows,
        limit=found,
        worth=worth(stated.account.position.outstanding, file.advice, cent(file.case.currency)),
        last_sent=last_demand(file),
        checks=checks(file, legal, creditor, beside, found, opened.as_of),
        sent=tuple(papers.sent),
        exhibits=tuple(papers.exhibits),
        left_out=tuple(papers.left_out),
        extract=_extract(opened, file),
        zone=str(opened.zone),
    )


def _of_case(opened: Opened, table: str, file: CaseFile) -> list[Mapping[str, object]]:
    return [row.values for row in opened.typed.tables[table] if row.values["Case ID"] == file.case.case_id]


def _extract(opened: Opened, file: CaseFile) -> str:
    """The case's rows as typed and computed, to be attached: the same ledger gives the same text."""
    currency = file.case.currency

    def rows(table: str, values: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
        return [shown_row(table, row, currency) for row in values]

    tables = {name: rows(name, _of_case(opened, name, file)) for name in _TABLES}
    tables["Debtors"] = rows("Debtors", [r.values for r in opened.typed.tables["Debtors"] if r.values["Debtor ID"] == file.debtor.debtor_id])
    targets = (file.case.case_id, file.debtor.debtor_id)
    tables["Holds"] = rows("Holds", [r.values for r in opened.typed.tables["Holds"] if r.values["Applies to"] in targets])
    whole = {"ledger_id": opened.raw.ledger_id, "case_id": file.case.case_id, "as_of": opened.as_of.isoformat(), "tables": tables}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
