"""What a clerk reads of the review list."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import Row, plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table
from pyaddin.labels import LABELS, label

_WORDS: Table = {
    "head": ("As of {on}: {cases} to review for final disposition.", "截至 {on}：{cases}待最终处置审查。", "截至 {on}：{cases}待最終處置審查。"),
    "case": (
        "{case} {debtor}: {amount} {currency} outstanding", "{case} {debtor}：未清总额 {amount} {currency}", "{case} {debtor}：未清總額 {amount} {currency}",
    ),
    "because": ("{head} ({why}).", "{head}（{why}）。", "{head}（{why}）。"), "alone": ("{head}.", "{head}。", "{head}。"),
    "lacks": ("  Lacks: {what}.", "  缺少：{what}。", "  缺少：{what}。"), "lacks-nothing": ("  Lacks nothing.", "  材料齐全。", "  資料齊全。"),
    "ready": ("  Ready for disposition: a supervisor may hand it over.", "  具备移送条件：可由主管移送。", "  具備移送條件：可由主管移送。"),
    "counsel": ("  Counsel: {name}; recommends: {what}{hearing}.", "  律师：{name}；建议：{what}{hearing}。", "  律師：{name}；建議：{what}{hearing}。"),
    "nothing-yet": ("nothing yet", "尚无", "尚無"), "hearing": ("; next hearing {on}", "；下次开庭 {on}", "；下次開庭 {on}"),
    "limitation": ("  Limitation: {words}.", "  诉讼时效：{words}。", "  消滅時效：{words}。"),
    "worth": ("  Worth suing: {words}", "  是否值得起诉：{words}", "  是否值得起訴：{words}"),
    "open": ("  Open: {ways}.", "  可行的处置：{ways}。", "  可行的處置：{ways}。"),
    "closed": ("{case} {debtor}: {why}", "{case} {debtor}：{why}", "{case} {debtor}：{why}"),
    "recovered": ("Recovered after closing in all: {amount} {currency}.", "结案后共收回：{amount} {currency}。", "結案後共收回：{amount} {currency}。"),
}  # fmt: skip


def review(data: Data, language: str) -> list[str]:
    """A few lines per case: why it is listed, what is missing, limitation and the figures of a suit, which ways are open; the warning is always there."""
    say, cases = Speech(_WORDS, language), rows_of(data, "cases")
    said = [say("head", on=data["as_of"], cases=say.count(len(cases), "case"))]
    for row in cases:
        said += _case(row, say)
    closed = [row for key in ("came_back", "recovered") for row in rows_of(data, key)]
    said += [say("closed", case=plain(row.get("case_id")), debtor=plain(row.get("debtor")), why=plain(row.get("why"))) for row in closed]
    said += [say("recovered", amount=plain(row.get("amount")), currency=plain(row.get("currency"))) for row in rows_of(data, "recoveries")]
    return [*said, plain(data.get("warning"), 400)]


def _case(row: Row, say: Speech) -> list[str]:
    words = {"case": "case_id", "debtor": "debtor", "amount": "outstanding", "currency": "currency"}
    head = say("case", **{name: plain(row.get(key)) for name, key in words.items()})
    between = "；" if say.chinese else "; "
    because = between.join(plain(one.get("why")) for one in rows_of(row, "ripe"))
    missing, ways, limit = row.get("missing"), row.get("exits"), row.get("limitation")
    lacks = between.join(plain(text) for text in missing) if isinstance(missing, list) else ""
    lines = [say("because", head=head, why=because) if because else say("alone", head=head)]
    if row.get("stage") != "DISPOSITION":
        lines.append(say("lacks", what=lacks) if lacks else say("ready" if row.get("ready") else "lacks-nothing"))
    if row.get("counsel"):
        hearing = say("hearing", on=plain(row["next_hearing"])) if row.get("next_hearing") else ""
        what = say.code("Recommendation", row.get("recommendation")) or say("nothing-yet")
        lines.append(say("counsel", name=plain(row["counsel"]), what=what, hearing=hearing))
    lines.append(say("limitation", words=plain(limit.get("words") if isinstance(limit, Mapping) else "", 300)))
    lines.append(say("worth", words=plain(row.get("worth_words"), 400)))
    if isinstance(ways, list) and ways:
        lines.append(say("open", ways=say.join([_way(way, say) for way in ways])))
    return lines


def _way(way: object, say: Speech) -> str:
    """A move of the stage machine in words; an outcome with its code: that is what ``dispose`` takes."""
    word = plain(way)
    if word in LABELS["Rule"]:
        return label("Rule", word, say.language)
    return f"{word} {say.code('Outcome', word)}" if say.chinese else word
