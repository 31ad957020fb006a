"""What a clerk reads after a talk and beside offers, in the three languages of a ledger. Every figure comes from the task's answer."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, rows_of, table
from pyaddin.labels import language_index

Data = Mapping[str, object]
Words = tuple[str, str, str]

_WORDS: Mapping[str, Words] = {
    "say": ("Say: {text}", "可以这样说：{text}", "可以這樣說：{text}"),
    "known": ("Known about {debtor}: {text}.", "对 {debtor} 的了解：{text}。", "對 {debtor} 的了解：{text}。"),
    "ask": ("Ask next: {text}", "下一个问题：{text}", "下一個問題：{text}"),
    "afford": (
        "Money a month: income {income}, costs {costs}, surplus {surplus}; this debt's share {share} {currency}.",
        "每月：收入 {income}，支出 {costs}，结余 {surplus}；本债务应占 {share} {currency}。",
        "每月：收入 {income}，支出 {costs}，結餘 {surplus}；本債務應占 {share} {currency}。",
    ),
    "shares": ("Shares: {text}.", "分摊：{text}。", "分攤：{text}。"),
    "others": ("other creditors", "其他债权人", "其他債權人"), "this": ("this case", "本案", "本案"),
    "excess": (
        "Above the guideline figure: {line} {amount} (figure {guideline}).",
        "超过参考值：{line} {amount}（参考值 {guideline}）。", "超過參考值：{line} {amount}（參考值 {guideline}）。",
    ),
    "note-why": ("Write why into the notes of the budget.", "请在收支备注中说明原因。", "請在收支備註中說明原因。"),
    "best": ("{debtor} {text}.", "{debtor}：{text}。", "{debtor}：{text}。"),
    "hours": ("Calls are lawful there from {text}.", "当地可致电时间：{text}。", "當地可致電時間：{text}。"),
    "next": ("Next: {text} on {on}.", "下一步：{text}（{on}）。", "下一步：{text}（{on}）。"),
    "head": (
        "Offers for {case} ({debtor}) as of {on}: {owed} {currency} is owed. Good until {until}.",
        "{case}（{debtor}）的还款方案，截至 {on}：欠款 {owed} {currency}。有效期至 {until}。",
        "{case}（{debtor}）的還款方案，截至 {on}：欠款 {owed} {currency}。有效期至 {until}。",
    ),
    "what-if": ("What if the income changes: {text}", "假设收入变化：{text}", "假設收入變化：{text}"),
    "number": ("No.", "序号", "序號"), "offer": ("Offer", "方案", "方案"), "payments": ("Payments", "还款", "還款"), "first": ("First", "首期", "首期"),
    "ends": ("Ends", "结束", "結束"), "total": ("Total", "合计", "合計"), "cost": ("Against today", "与现欠相比", "與現欠相比"),
    "interest": ("Interest", "利息", "利息"), "waived": ("Waived", "减免", "減免"), "left": ("Left a month", "每月结余", "每月結餘"),
    "chance": ("Chance", "履约可能", "履約可能"), "why": ("Approval, or why not", "审批或不可用原因", "核准或不可用原因"),
    "then": ("{regular}, then {last}", "{regular}，末期 {last}", "{regular}，末期 {last}"),
    "approve": ("Supervisor: {text}", "须主管批准：{text}", "須主管核准：{text}"), "not": ("Not possible: {text}", "不可用：{text}", "不可用：{text}"),
}  # fmt: skip
COLUMNS = ("number", "offer", "payments", "first", "ends", "total", "cost", "interest", "waived", "left", "chance", "why")


def word(key: str, language: str, **values: object) -> str:
    """A sentence in the language; English for one that has none."""
    return _WORDS[key][language_index(language)].format(**values)


def _part(data: Data, key: str) -> Data:
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def talk(data: Data, language: str) -> list[str]:
    """Words for the talk, what is known, the next question, what can be paid, when to call, and the next step; empty for one kept for later."""
    if "information" not in data:
        return []
    debtor, known, best = plain(data.get("debtor")), _part(data, "information"), _part(data, "best_time")
    prompts = data.get("prompts")
    said = [word("say", language, text=plain(text, 300)) for text in (prompts if isinstance(prompts, list) else [])]
    said.append(word("known", language, debtor=debtor, text=plain(known.get("says"), 400)))
    if known.get("next_question"):
        said.append(word("ask", language, text=plain(known["next_question"], 300)))
    said += _afford(data, language)
    said.append(word("best", language, debtor=debtor, text=plain(best.get("says"), 300)))
    if best.get("lawful_hours"):
        said.append(word("hours", language, text=f"{best['lawful_hours']} ({plain(best.get('time_zone'))})"))
    if data.get("next_step"):
        said.append(word("next", language, text=plain(data["next_step"]), on=data.get("next_step_on")))
    return said


def _afford(data: Data, language: str) -> list[str]:
    left = _part(data, "affordability")
    if not left:
        return []
    figures = {name: left.get(name) for name in ("income", "costs", "surplus", "share")}
    said = [word("afford", language, currency=data.get("currency"), **figures)]
    shares = rows_of(left, "shares")
    if len(shares) > 1:
        names = {"case": word("this", language), "others": word("others", language)}
        said.append(word("shares", language, text=", ".join(f"{names.get(str(one['name']), plain(one['name']))} {one['amount']}" for one in shares)))
    said += [word("excess", language, line=one["line"], amount=one["amount"], guideline=one["guideline"]) for one in rows_of(left, "excesses")]
    return said + ([word("note-why", language)] if left.get("needs_note") else [])


def offers_head(data: Data, language: str) -> list[str]:
    """Whose offers, of which day, and what was assumed."""
    facts = {"case": data.get("case_id"), "debtor": plain(data.get("debtor")), "on": data.get("as_of"), "owed": data.get("outstanding")}
    said = [word("head", language, currency=data.get("currency"), until=data.get("valid_until"), **facts)]
    if data.get("income_change"):
        said.append(word("what-if", language, text=plain(data["income_change"])))
    notes = data.get("notes")
    budget: Data = {"affordability": data.get("budget"), "currency": data.get("currency")}
    return [*said, *_afford(budget, language), *(plain(note, 300) for note in (notes if isinstance(notes, list) else []))]


def _payments(row: Data, language: str) -> str:
    """How often how much, and what another last payment is: ``8 x 311.00, then 175.58``."""
    dues = [str(one["amount"]) for one in rows_of(row, "rows")] or [str(row.get("amount"))]
    same = len(dues) - (len(dues) > 1 and dues[-1] != dues[0])
    regular = f"{same} {'×' if language_index(language) else 'x'} {dues[0]}"
    return regular if same == len(dues) else word("then", language, regular=regular, last=dues[-1])


def offer_cells(row: Data, language: str) -> tuple[str, ...]:
    """One offer as the cells of a line, in the order of ``COLUMNS``."""
    chance = _part(row, "chance")
    payments = _payments(row, language) if row.get("available") else plain(row.get("count"))
    why = word("not", language, text=plain(row.get("why"), 300)) if row.get("why") else ""
    why = word("approve", language, text=plain(row.get("approval"), 300)) if row.get("approval") else why
    figures = (row.get(name) for name in ("first_due", "ends_on", "total", "cost", "interest", "waived", "surplus_left"))
    return (plain(row.get("number")), plain(row.get("name")), payments, *(plain(value) for value in figures), plain(chance.get("says"), 300), why)


def offers(data: Data, language: str) -> list[str]:
    """All offers as a table, then the chance and the approval of each in words."""
    rows = rows_of(data, "offers")
    cells = [offer_cells(row, language) for row in rows]
    chance, why = COLUMNS.index("chance"), COLUMNS.index("why")
    lines = table([(*line[:chance], line[chance].partition(":")[0].partition("：")[0]) for line in cells], [word(name, language) for name in COLUMNS[:why]])
    between = "；" if language_index(language) else "; "
    told = [f"{line[0]}. {between.join(part for part in (line[chance], line[why]) if part)}" for line in cells if line[chance] or line[why]]
    return [*offers_head(data, language), *lines, *told]
