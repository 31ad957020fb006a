"""How banks really write MT940 and CAMT.053, by the shapes that the parsers' own test files show; names, accounts and amounts are invented here."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.ledger.imports.statements.balances import gap_faults, ties
from tests.imports.statements.bank_files import only, read

HEAD = ":20:X\n:25:{account}\n:28C:7\n:60F:C261102EUR100,00\n"
DUTCH = ":61:261103C25,00N102EREF            \nNL70ABNA0987654321\n:86:/EREF/2026-11 00309/ORDP//NAME/A\nNN LEE/REMI/rent C-00001/ISDT/2026-11-03\n"
COUNTERPARTY = ":61:2611031103C25,00NTRFEREF//B1\n:86:/TRCD/100/CNTP/NL70ABNA0987654321/ABNANL2A/Ann Lee///REMI/USTD//C-00001/\n"
SWIFT_IBAN = ":61:2611031103C25,00NIOBNL56ASNB9999999999\nann lee\n:86:NL56ASNB9999999999 ann lee\n                 \nC-00001 rent          \n"
PLAIN = ":61:2611031103C25,7FMSC01916//NONREF\n20261103007602198765\n:86:GIRO 80532 ORDERED BY: ANN LEE EXAMPLE ROAD 10 MESSAGE: RENT C-000\n01\n"
NOT_SWIFT = ":61:2611031103CM25,00S05168790452\n:NS:01C-00001\n02rent\n15Ann Lee\n17Transfer\n"
GERMAN = (
    ":61:2611031103CR25,NTRFNONREF//07247\n:86:166?00GUTSCHRIFT?100399?20EREF+E2E-20004000?22SVWZ\n+C-00001 rent?30PBNKDEFF100?31DE421001001000439"
    "21105?32Ann\n Lee?34000\n"
)


@pytest.mark.parametrize(
    ("entry", "payer", "account"),
    [
        (DUTCH, "ANN LEE", "NL70ABNA0987654321"), (COUNTERPARTY, "Ann Lee", "NL70ABNA0987654321"), (GERMAN, "Ann Lee", "DE42100100100043921105"),
        (SWIFT_IBAN, "", "NL56ASNB9999999999"), (PLAIN, "", ""), (NOT_SWIFT, "", ""),
    ],
    ids=["dutch", "counterparty", "german", "swift-iban", "plain", "not-swift"],
)  # fmt: skip
def test_who_paid_and_for_what_in_the_ways_of_banks(tmp_path: Path, entry: str, payer: str, account: str) -> None:
    text = HEAD.format(account="NL71RABO0123456789") + entry + ":62F:C261106EUR125,00\n-\n"
    statement = only(read(tmp_path / "a.sta", text))
    (line,) = statement.lines
    assert (line.payer, line.payer_account, line.currency, line.amount >= 25) == (payer, account, "EUR", True)
    assert "C-00001" in line.reference
    assert "USTD" not in line.reference
    assert "lee" in f"{line.payer} {line.reference}".casefold()
    assert (line.returns, statement.faults) == (False, [])


def test_blocks_in_swift_envelopes_and_days_without_movements(tmp_path: Path) -> None:
    blocks = "".join(
        "{1:F01ASNBNL21XXXX0000000000}{2:O940ASNBNL21XXXXN}{3:}{4:\n:20:0\n:25:NL81ASNB9999999999\n"
        f":28C:{number}/1\n:60F:C2611{day:02d}EUR{opens},29\n{entry}:62F:C2611{day:02d}EUR{closes},29\n-}}{{5:}}\n"
        for number, day, opens, entry, closes in (
            (1, 2, 444, ":61:2611021102D65,00NOVBNONREF\nshop\n:86:shop\n", 379),
            (2, 3, 379, "", 379),
            (3, 4, 379, ":61:2611041104C1,00NTRFNONREF\n:86:x\n", 380),
        )
    )  # fmt: skip
    statements = read(tmp_path / "a.txt", blocks).statements
    assert [(statement.number, len(statement.lines), ties(statement)) for statement in statements] == [("1/1", 1, True), ("2/1", 0, True), ("3/1", 1, True)]
    assert gap_faults(statements, (), "a.txt") == []
    assert [fault.code for fault in gap_faults([statements[0], statements[2]], (), "a.txt")] == []  # the balance goes on: nothing is missing
    other = read(tmp_path / "b.txt", blocks.replace("EUR380", "EUR381").replace("C261104EUR379", "C261104EUR380")).statements
    assert [fault.code for fault in gap_faults(other, (), "b.txt")] == ["W-BANK-GAP"]


_CAMT = (
    "<?xml version='1.0' encoding='UTF-8'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}'><BkToCstmrStmt>"
    "<GrpHdr><MsgId>M</MsgId></GrpHdr>"
    "<Stmt><Id>253</Id><LglSeqNb>12312</LglSeqNb><FrToDt><FrDtTm>2026-11-03T08:00:00+01:00</FrDtTm><ToDtTm>2026-11-03T12:30:00+01:00</ToDtTm></FrToDt>"
    "<Acct><Id><Othr><Id>NL26VAYB8060476890</Id></Othr></Id><Ccy>EUR</Ccy></Acct>"
    "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>18.150</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>"
    "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>27.000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-03</Dt></Dt></Bal>"
    "<Bal><Tp><CdOrPrtry><Cd>CLAV</Cd></CdOrPrtry></Tp><Amt Ccy='JPY'>2700</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-11-03</Dt></Dt></Bal>"
    "<Ntry><Amt Ccy='EUR'>8.850</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts><BookgDt><DtTm>2026-11-03T13:15:00+01:00</DtTm></BookgDt>"
    "<AcctSvcrRef>AAAASESS-FP-CN_98765/01</AcctSvcrRef><BkTxCd><Prtry><Cd>544</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>"
    "<Refs><EndToEndId>MUELL/FINP/RA12345</EndToEndId></Refs>"
    "{amount}<RltdPties>{party}</RltdPties><RmtInf><Strd><CdtrRefInf><Ref>4654654654654654</Ref></CdtrRefInf></Strd></RmtInf>"
    "</TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
)


@pytest.mark.parametrize(
    ("version", "status", "amount", "party"),
    [
        ("02", "BOOK", "", "<UltmtDbtr><Nm>ANN LEE</Nm></UltmtDbtr>"),
        ("04", "BOOK", "<Amt Ccy='SEK'>0</Amt><CdtDbtInd>CRDT</CdtDbtInd>", "<Dbtr><Nm>ANN LEE</Nm></Dbtr>"),
        ("08", "<Cd>BOOK</Cd>", "<Amt Ccy='SEK'>0</Amt><CdtDbtInd>CRDT</CdtDbtInd>", "<Dbtr><Pty><Nm>ANN LEE</Nm></Pty></Dbtr>"),
    ],
)
def test_structured_references_five_decimals_and_other_balances(tmp_path: Path, version: str, status: str, amount: str, party: str) -> None:
    statement = only(read(tmp_path / "a.xml", _CAMT.format(version=version, status=status, amount=amount, party=party)))
    (line,) = statement.lines
    assert (str(line.amount), line.payer, line.reference, line.bank_reference) == (
        "8.85", "ANN LEE", "4654654654654654 MUELL/FINP/RA12345", "AAAASESS-FP-CN_98765/01",
    )  # fmt: skip
    assert (statement.account, statement.number, ties(statement), statement.last) == ("NL26VAYB8060476890", "12312", True, line.value_date)
