"""The collection process as a page for the desk: five stages, and every move T1 to T13 with who makes it and under which guard.

The sheet ``Process`` is made from this table. What decides is ``stage.MOVES``; a test holds the two together.
"""

from __future__ import annotations

from pyaddin.labels import LANGUAGES, language_index
from pyaddin.records import dataclass

Words = tuple[str, str, str]
"""The same words in the three languages, in the order of ``LANGUAGES``."""

NONE = ""
"""Not in collection: the stage before T1."""
BACK = "BACK"
"""The stage in which the case stood before it was closed."""


@dataclass(frozen=True, slots=True)
class StageWords:
    """One stage as the desk calls it, and what it is for."""

    code: str
    name: Words
    aim: Words


@dataclass(frozen=True, slots=True)
class Step:
    """One move. ``who``: scheduler = the run decides from the facts; clerk = what a clerk types decides; supervisor = no run decides it.

    ``starts`` and ``ends`` are stage codes. ``source``: section of the collection process, or the domain rule, that the guard comes from.
    """

    id: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    who: tuple[str, ...]
    guard: Words
    source: str


STAGES: tuple[StageWords, ...] = (
    StageWords(
        "CONTACT", ("1 First contact", "1 首次联系", "1 首次聯絡"),
        (
            "One to three days after the due date: get in touch by the channel the debtor prefers, learn the reason, stay calm.",
            "到期后一至三天内：按债务人偏好的渠道取得联系，了解原因，保持冷静。",
            "到期後一至三天內：按債務人偏好的管道取得聯絡，了解原因，保持冷靜。",
        ),
    ),
    StageWords(
        "DEEP", ("2 Deep communication", "2 深入沟通", "2 深入溝通"),
        (
            "Listen and ask: what is the true situation, what can the debtor pay?",
            "倾听和询问：真实情况如何，能付多少？",
            "傾聽與詢問：真實情況如何，能付多少？",
        ),
    ),
    StageWords(
        "NEGOTIATE", ("3 Negotiation", "3 协商与协议", "3 協商與協議"),
        (
            "Agree on amounts, dates and method; both sides sign.",
            "约定金额、日期和方式，双方签字。",
            "約定金額、日期和方式，雙方簽字。",
        ),
    ),
    StageWords(
        "MONITOR", ("4 Monitoring", "4 监督与跟进", "4 監督與跟進"),
        (
            "Watch every payment of the plan; act quickly when one is missed; adapt when life changes.",
            "逐笔关注还款；一旦漏付及时介入；遇到困难灵活调整。",
            "逐筆關注還款；一旦漏付及時介入；遇到困難彈性調整。",
        ),
    ),
    StageWords(
        "DISPOSITION", ("5 Final disposition", "5 最终处置", "5 最終處置"),
        (
            "Legal advice first, then court, settlement or write-off. A supervisor decides.",
            "先听取律师意见，再决定诉讼、和解或核销，由主管决定。",
            "先聽取律師意見，再決定訴訟、和解或打消呆帳，由主管決定。",
        ),
    ),
)  # fmt: skip

_WORK = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR")
_OPEN = (NONE, *_WORK, "DISPOSITION")

STEPS: tuple[Step, ...] = (
    Step(
        "T1", (NONE,), ("CONTACT",), ("scheduler",),
        (
            "An installment is past due by one day or more (grace days and tolerance taken off).",
            "有分期逾期一天或以上（扣除宽限天数和容差）。",
            "有分期逾期一天或以上（扣除寬限天數和容差）。",
        ),
        "2.1",
    ),
    Step(
        "T2", ("CONTACT",), ("DEEP",), ("clerk", "scheduler"),
        (
            "The reason is noted, or three attempts on two channels reached nobody, or a plan is signed; by time: the first reminder went out and the"
            " days of the second level (8) are reached.",
            "已记录原因，或通过两种渠道尝试三次均未联系上，或已签署协议；或按时间：首次提醒已发出且达到第二级的天数（8 天）。",
            "已記錄原因，或透過兩種管道嘗試三次均未聯絡上，或已簽署協議；或按時間：首次提醒已寄出且達到第二級的天數（8 天）。",
        ),
        "2.2",
    ),
    Step(
        "T3", ("DEEP",), ("NEGOTIATE",), ("clerk",),
        (
            "Reason and finances are known (a row in Budgets, or reason REFUSES), or a plan is signed.",
            "原因和财务状况已知（Budgets 有记录，或原因为 REFUSES），或已签署协议。",
            "原因和財務狀況已知（Budgets 有紀錄，或原因為 REFUSES），或已簽署協議。",
        ),
        "2.3",
    ),
    Step(
        "T4", ("NEGOTIATE",), ("MONITOR",), ("clerk",),
        (
            "A plan is signed by both sides, its installments add up to the cent, and a supervisor has approved a waiver above the limit or a long term;"
            " until then it counts nowhere.",
            "双方已签署协议，各期合计分毫不差；减免超过限额或期限超长的须经主管批准，批准前不计入任何金额。",
            "雙方已簽署協議，各期合計分毫不差；減免超過限額或期限超長的須經主管核准，核准前不計入任何金額。",
        ),
        "2.3, 2.4",
    ),
    Step(
        "T5", ("NEGOTIATE",), ("DEEP",), ("clerk", "scheduler"),
        (
            "The offer was refused, or no plan was signed within offer_days (14).",
            "提议被拒绝，或在 offer_days（14 天）内未签署协议。",
            "提議被拒絕，或在 offer_days（14 天）內未簽署協議。",
        ),
        "T5",
    ),
    Step(
        "T6", ("MONITOR",), ("NEGOTIATE",), ("clerk",),
        (
            "The debtor told of hardship, or was reached about a broken plan, or signed a new version; at most replan_cap (2) new plans in twelve months.",
            "债务人说明困难，或就违约的协议已联系上，或已签署新版本；十二个月内新协议至多 replan_cap（2 次）。",
            "債務人說明困難，或就違約的協議已聯絡上，或已簽署新版本；十二個月內新協議至多 replan_cap（2 次）。",
        ),
        "2.4",
    ),
    Step(
        "T7", ("MONITOR",), ("DEEP",), ("scheduler",),
        (
            "The plan has been broken for seven days without a new agreement, or at once when no further plan is allowed.",
            "协议违约满七天且无新约定；若不允许再签新协议，则立即退回。",
            "協議違約滿七天且無新約定；若不允許再簽新協議，則立即退回。",
        ),
        "T7",
    ),
    Step(
        "T8", _WORK, ("DISPOSITION",), ("supervisor",),
        (
            "The final demand was delivered ten days ago or more, with proof; legal advice is on record; no hold, open promise or kept plan stops it."
            " Never automatic.",
            "最后通知送达（有证明）已满十天，已记录律师意见，且没有暂停、未到期的承诺或正在履行的协议。从不自动进行。",
            "最後通知送達（有證明）已滿十天，已記錄律師意見，且沒有暫停、未到期的承諾或正在履行的協議。從不自動進行。",
        ),
        "2.5",
    ),
    Step(
        "T9", ("DISPOSITION",), ("NEGOTIATE",), ("supervisor",),
        (
            "A settlement is offered instead of court. Never automatic.",
            "以和解提议代替诉讼。从不自动进行。",
            "以和解提議代替訴訟。從不自動進行。",
        ),
        "T9",
    ),
    Step(
        "T10", _OPEN, ("CLOSED",), ("scheduler",),
        (
            "Nothing is owed any more: principal, interest and fees are paid. Outcome PAID; WRITTEN_OFF where a write-off was entered for the rest.",
            "本金、利息和费用均已付清。结果为 PAID；余额已录入核销的为 WRITTEN_OFF。",
            "本金、利息和費用均已付清。結果為 PAID；餘額已輸入打消呆帳的為 WRITTEN_OFF。",
        ),
        "T10",
    ),
    Step(
        "T11", ("CONTACT", "DEEP", "NEGOTIATE"), ("CLOSED",), ("scheduler",),
        (
            "No installment is past due any more and the debt goes on as agreed. Outcome CURED; watched for watch_days (30).",
            "已无逾期分期，债务照常履行。结果为 CURED；观察期 watch_days（30 天）。",
            "已無逾期分期，債務照常履行。結果為 CURED；觀察期 watch_days（30 天）。",
        ),
        "T11",
    ),
    Step(
        "T11b", ("MONITOR",), ("CLOSED",), ("scheduler",),
        (
            "Every installment of the plan is paid. Outcome CURED, or SETTLED when part of the debt was given up.",
            "协议各期均已付清。结果为 CURED；有减免时为 SETTLED。",
            "協議各期均已付清。結果為 CURED；有減免時為 SETTLED。",
        ),
        "T11b",
    ),
    Step(
        "T12", _OPEN, ("CLOSED",), ("supervisor",),
        (
            "A supervisor approves the outcome that another person proposed, with its document: settled, written off, insolvent, died, not valid, handed over,"
            " time-barred. The remainder is written off; later money is a recovery.",
            "主管批准他人提议的结果及其依据文件：和解、核销、破产、死亡、债务无效、移交、已过时效。余额核销，此后款项计为收回。",
            "主管核准他人提議的結果及其依據文件：和解、打消呆帳、破產、死亡、債務無效、移交、已過時效。餘額打消呆帳，之後款項計為收回。",
        ),
        "T12",
    ),
    Step(
        "T13", ("CLOSED",), ("CONTACT", BACK), ("scheduler",),
        (
            "A payment was taken back, or new arrears within watch_days: back to where the case stood. Later new arrears: a new episode at first contact."
            " A wrong outcome is taken back by a supervisor.",
            "还款被撤回，或观察期内再次逾期：回到原阶段。之后再逾期：从首次联系开始新一轮。有误的结果由主管撤回。",
            "還款被撤回，或觀察期內再次逾期：回到原階段。之後再逾期：從首次聯絡開始新一輪。有誤的結果由主管撤回。",
        ),
        "T13",
    ),
)  # fmt: skip

_SOURCES: dict[bool, Words] = {
    True: ("domain rule {}", "业务规则 {}", "業務規則 {}"),
    False: ("collection process {}", "催收流程 {}", "催收流程 {}"),
}
WHO: dict[str, Words] = {
    "scheduler": ("the run", "每周/每日运行", "每週／每日執行"),
    "clerk": ("a clerk's entry", "经办人录入", "承辦人輸入"),
    "supervisor": ("a supervisor only", "仅限主管", "僅限主管"),
}
PLACES: dict[str, Words] = {
    NONE: ("not in collection", "尚未进入催收", "尚未進入催收"),
    "CLOSED": ("Closed", "已结案", "已結案"),
    BACK: ("the stage before closing", "结案前的阶段", "結案前的階段"),
}
SUPERVISED = frozenset(step.id for step in STEPS if step.who == ("supervisor",))
"""Moves that nobody but a supervisor decides."""


def in_language(words: Words, language: str) -> str:
    """The words in one of the three languages; English for any other."""
    return words[language_index(language)]


def place(code: str, language: str) -> str:
    """What the desk calls a stage."""
    names = {stage.code: stage.name for stage in STAGES} | PLACES
    return in_language(names[code], language)


def places(codes: tuple[str, ...], language: str) -> str:
    """Several stages in one cell; all open ones are said in two words."""
    if codes == _OPEN:
        return ("any open stage", "任一未结阶段", "任一未結階段")[language_index(language)]
    return (", " if language not in LANGUAGES[1:] else "、").join(place(code, language) for code in codes)


def source_in_words(step: Step, language: str) -> str:
    """Where the guard of a move comes from."""
    return in_language(_SOURCES[step.source.startswith("T")], language).format(step.source)
