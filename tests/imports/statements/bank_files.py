"""Bank statements for tests, in every format that is read. All of them are made here; names and accounts are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

from pyaddin.ledger.imports.statements.lines import BankLine, Statement
from pyaddin.ledger.imports.statements.reading import Brought, read_statements

OURS = "GB33BUKB20201555555555"


@dataclass(frozen=True)
class Move:
    """A movement as a bank would tell it."""

    on: date
    amount: Decimal
    payer: str = "Ann Lee"
    account: str = "GB29NWBK60161331926819"
    text: str = "C-00001"
    bank_reference: str = ""


def move(on: str, amount: str, payer: str = "Ann Lee", text: str = "C-00001", account: str = "GB29NWBK60161331926819", ref: str = "") -> Move:
    return Move(date.fromisoformat(f"2026-{on}"), Decimal(amount), payer, account, text, ref)


def mt940(moves: Sequence[Move], *, number: int = 12, opening: str = "1000.00", first: str = "2026-11-02", last: str = "2026-11-06", broken: int = -1) -> str:
    """One MT940 statement with structured details, as German banks write it; ``broken`` spoils the amount of one line."""
    total = Decimal(opening) + sum((m.amount for m in moves), Decimal(0))
    lines = [":20:STARTUMS", f":25:{OURS}", f":28C:{number:05d}/001", f":60F:{_balance(Decimal(opening), date.fromisoformat(first))}"]
    for at, m in enumerate(moves):
        amount = "ABC" if at == broken else f"{abs(m.amount):f}".replace(".", ",")
        reference = f"//{m.bank_reference}" if m.bank_reference else ""
        lines.append(f":61:{m.on:%y%m%d}{m.on:%m%d}{'C' if m.amount > 0 else 'D'}{amount}NTRFNONREF{reference}")
        lines.append(f":86:166?00CREDIT?20{m.text[:27]}?21{m.text[27:54]}?31{m.account}?32{m.payer[:27]}")
    return "\r\n".join([*lines, f":62F:{_balance(total, date.fromisoformat(last))}", "-", ""])


def _balance(amount: Decimal, on: date) -> str:
    return f"{'C' if amount >= 0 else 'D'}{on:%y%m%d}GBP{abs(amount):f}".replace(".", ",")


_BALANCE = "<Bal><Tp>{}</Tp><Amt Ccy='GBP'>{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{}</Dt></Dt></Bal>"


def camt(
    moves: Sequence[Move], *, version: int = 8, number: int = 12, opening: str = "1000.00", first: str = "2026-11-02", last: str = "2026-11-06", extra: str = ""
) -> str:
    """One CAMT.053 statement of a version; ``extra`` are entries as they stand."""
    total = Decimal(opening) + sum((m.amount for m in moves), Decimal(0))
    root = "BkToCstmrStmtV01" if version == 1 else "BkToCstmrStmt"
    kind = "<Cd>{}</Cd>" if version == 1 else "<CdOrPrtry><Cd>{}</Cd></CdOrPrtry>"
    balances = _BALANCE.format(kind.format("OPBD"), opening, first) + _BALANCE.format(kind.format("CLBD"), total, last)
    head = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-06T20:00:00Z</CreDtTm></GrpHdr>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02d}"><{root}>{head}<Stmt><Id>S</Id>'
        f"<ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>2026-11-06T20:00:00Z</CreDtTm><Acct><Id><IBAN>{OURS}</IBAN></Id></Acct>{balances}"
        f"{''.join(entry(m, version) for m in moves)}{extra}</Stmt></{root}></Document>"
    )


def entry(m: Move, version: int = 8, *, status: str = "BOOK", details: str = "", reversal: bool = False) -> str:
    """One entry; ``details`` replaces its transaction details."""
    booked = f"<Cd>{status}</Cd>" if version >= 7 else status
    direction = "CRDT" if m.amount > 0 else "DBIT"
    body = details or transaction(m, version)
    wrapped = body if version == 1 else f"<NtryDtls>{body}</NtryDtls>"
    servicer = f"<AcctSvcrRef>{m.bank_reference}</AcctSvcrRef>" if m.bank_reference else ""
    mark = "<RvslInd>true</RvslInd>" if reversal else ""
    return (
        f"<Ntry><Amt Ccy='GBP'>{abs(m.amount)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{mark}<Sts>{booked}</Sts><BookgDt><Dt>{m.on}</Dt></BookgDt>"
        f"<ValDt><Dt>{m.on}</Dt></ValDt>{servicer}<BkTxCd/>{wrapped}</Ntry>"
    )


def transaction(m: Move, version: int = 8, *, amount: str = "") -> str:
    """One transaction of an entry, with its own amount where a batch says it."""
    side = "Dbtr" if m.amount > 0 else "Cdtr"
    name = f"<Pty><Nm>{m.payer}</Nm></Pty>" if version >= 7 else f"<Nm>{m.payer}</Nm>"
    own = f"<Amt Ccy='GBP'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>" if amount else ""
    parties = f"<RltdPties><{side}>{name}</{side}><{side}Acct><Id><IBAN>{m.account}</IBAN></Id></{side}Acct></RltdPties>"
    return f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{own}{parties}<RmtInf><Ustrd>{m.text}</Ustrd></RmtInf></TxDtls>"


def listed(moves: Sequence[Move], *, opening: str = "1000.00") -> str:
    """The list of a bank's web page, with a running balance."""
    rows, balance = ["Value date,Counterparty,Counterparty account,Description,Amount,Currency,Balance,Transaction ID"], Decimal(opening)
    for m in moves:
        balance += m.amount
        rows.append(f"{m.on},{m.payer},{m.account},{m.text},{m.amount},GBP,{balance},{m.bank_reference}")
    return "\n".join(rows) + "\n"


def read(path: Path, data: str | bytes, **options: str) -> Brought:
    """The file written and read back."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_statements(path, encoding=options.get("encoding"), sections=[], zone=UTC, currency=options.get("currency", ""))


def only(brought: Brought) -> Statement:
    (statement,) = brought.statements
    return statement


def plain(lines: Sequence[BankLine]) -> list[tuple[str, str, str]]:
    return [(line.value_date.isoformat()[5:], str(line.amount), line.payer) for line in lines]
