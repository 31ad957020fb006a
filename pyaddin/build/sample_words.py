"""The texts of sample and house defaults in Simplified and Traditional Chinese: what clerks noted, and the codes that they chose from a drop-down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyaddin.labels import label, language_index
from pyaddin.ledger.book import Value
from pyaddin.ledger.captions import SHOWN_BY_LABEL, list_of
from pyaddin.ledger.schema import EVERY_TABLE, Type

_WORDS: Mapping[str, tuple[str, str]] = {
    "collection process 2.1: first contact 1-3 days after the due date": ("催收流程 2.1：到期后一至三天内首次联系", "催收流程 2.1：到期後一至三天內首次聯絡"),
    "house default; a week after the first notice": ("本机构默认：首次提醒一周后", "本機構預設：首次催繳一週後"),
    "house default; firm, with an offer to arrange": ("本机构默认：语气坚定，并提出协商", "本機構預設：語氣堅定，並提出協商"),
    "house default; final demand, a supervisor releases each one": ("本机构默认：最后催款通知，每封由主管放行", "本機構預設：最後催款通知，每封由主管放行"),
    "Rang twice, no answer.": ("打了两次，无人接听。", "撥打兩次，無人接聽。"),
    "Hours were cut in September; expects a full month's pay from December.": ("九月起工时减少；预计十二月恢复全额工资。", "九月起工時減少；預計十二月恢復全額薪資。"),
    "Was in hospital; asks for smaller parts.": ("曾住院；希望减小每期金额。", "曾住院；希望降低每期金額。"),
    "Changed bank and forgot the standing order.": ("换了银行，忘了设置自动转账。", "更換銀行，忘了設定自動轉帳。"),
    "Has three more debts; wants to see what is possible.": ("另有三笔债务；想看看能做到什么。", "另有三筆債務；想看看能做到什麼。"),
    "Cares for a parent; asked us to speak slowly and not to ring in the evening.": ("在照顾父母；请我们说慢一些，晚上不要来电。", "在照顧父母；請我們說慢一些，晚上不要來電。"),
    "何静": ("何静", "何靜"),
    "Says he will not pay; ended the call.": ("表示不会付款，随即挂断。", "表示不會繳款，隨即掛斷。"),
    "Direct debit came back unpaid.": ("自动扣款被退回。", "自動扣款遭退回。"),
    "Will pay after payday.": ("发薪后付款。", "發薪後繳款。"),
    "Half on Tuesday, the rest with the next wage.": ("周二付一半，其余下次发薪时付。", "週二繳一半，其餘下次發薪時繳。"),
    "Pays everything that is late.": ("付清全部逾期款。", "繳清全部逾期款。"),
    "Pays by bank transfer this week.": ("本周银行转账付款。", "本週匯款。"),
    "Waits for a refund.": ("在等一笔退款。", "在等一筆退款。"),
    "Refund has arrived, pays this week.": ("退款已到，本周付款。", "退款已到，本週繳款。"),
    "Says two of the chairs were never delivered; delivery note requested.": ("称两把椅子从未送到；已索取送货单。", "稱兩張椅子從未送到；已索取送貨單。"),
    "Breathing space notice of a debt adviser.": ("债务顾问的暂缓通知。", "債務顧問的暫緩通知。"),
    "Daughter called: debtor died in October; certificate to follow.": ("女儿来电：债务人十月去世；证明随后寄来。", "女兒來電：債務人十月過世；證明隨後寄來。"),
    "Told us of a serious illness; supervisor releases each message.": ("告知患有重病；每封信由主管放行。", "告知罹患重病；每封信由主管放行。"),
    "Written request to stop contact, received by post.": ("收到停止联系的书面要求。", "收到停止聯絡的書面要求。"),
    "Person at this number does not know the debtor.": ("此号码的人不认识债务人。", "此號碼的人不認識債務人。"),
    "Waiting for the bank's answer on a missing transfer.": ("等待银行就一笔未到转账的答复。", "等待銀行就一筆未到匯款的答覆。"),
    "Lawyer's letter: all contact through counsel.": ("律师函：一切联系须经律师。", "律師函：一切聯絡須經律師。"),
    "Debtor abroad until the weekend.": ("债务人在国外，周末返回。", "債務人在國外，週末返回。"),
    "Payslip and account statement": ("工资单和对账单", "薪資單和對帳單"),
    "Explained the situation openly; asks for monthly parts.": ("坦诚说明情况；希望按月分期。", "坦誠說明情況；希望按月分期。"),
    "First offer after the talk about income": ("了解收入后的首个方案", "了解收入後的首個方案"),
    "Income fell; smaller parts agreed": ("收入下降；约定减小每期金额", "收入下降；約定降低每期金額"),
    "Check-in: all is well, standing order is set up.": ("回访：一切正常，已设置自动转账。", "回訪：一切正常，已設定自動轉帳。"),
    "Fennel & Rue (sample)": ("茴芸律师事务所（示例）", "茴芸法律事務所（範例）"),
    "District court (sample)": ("地方法院（示例）", "地方法院（範例）"),
    "No seizable income or assets found.": ("未发现可执行的收入或财产。", "未發現可執行的收入或財產。"),
    "Bank advice": ("银行通知", "銀行通知"),
    "Returned direct debit.": ("自动扣款被退回。", "自動扣款遭退回。"),
    "Note of the call": ("通话记录", "通話紀錄"),
    "Goodwill: first time.": ("善意减免：首次。", "善意減免：首次。"),
    "Bank transfer": ("银行转账", "匯款"),
    "Card": ("刷卡", "刷卡"),
    "Taken back by the bank.": ("被银行撤回。", "遭銀行撤回。"),
    "1 Sample Quay, 00000 Exampleton": ("示例市示例路1号", "範例市範例路1號"),
    "Bank transfer to account EX00 0000 0000 0000 (sample); please give the case number as reference.": ("转账至账号 EX00 0000 0000 0000（示例），请注明案件编号。", "匯款至帳號 EX00 0000 0000 0000（範例），請註明案件編號。"),
}


def in_words(english: str, language: str) -> str:
    """A text of the sample in a language; one that has no translation (a name, a reference) stays as it is."""
    place = language_index(language)
    return english if place == 0 or english not in _WORDS else _WORDS[english][place - 1]


def spoken(tables: Mapping[str, Sequence[Mapping[str, Value]]], language: str) -> dict[str, list[dict[str, Value]]]:
    """The rows as clerks of that language have typed them: notes in their words, labels where the drop-down of a column keeps the label."""
    return {name: [{column: _cell(name, column, value, row, language) for column, value in row.items()} for row in rows] for name, rows in tables.items()}


def _cell(table: str, header: str, value: Value, row: Mapping[str, Value], language: str) -> Value:
    if language_index(language) == 0 or not isinstance(value, str):
        return value
    column = EVERY_TABLE[table].column(header)
    name = list_of(column)
    if column.type is Type.CODE and name not in SHOWN_BY_LABEL and not column.computed and row.get("By") != "program" and table not in ("Moves", "Runs"):
        return label(name, value, language)
    if column.type is Type.CODES:
        return "、".join(label(name, code.strip(), language) for code in value.split(",") if code.strip())
    return in_words(value, language)
