"""What is said about final disposition, in three languages: why a case is ripe, what is lacking, what forbids a way out, limitation, worth suing."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.rules.sentences import Words

DISPOSITION_PHRASES: Mapping[str, Words] = {
    "demand-proof": ("the Proof of that delivery", "该送达的证明", "該送達的證明"),
    "plan-runs": ("agreement {plan} is being kept", "协议 {plan} 正在履行", "協議 {plan} 正在履行"),
    "promise-runs": ("a promise is open until {deadline}", "承诺截至 {deadline} 尚未到期", "承諾至 {deadline} 尚未到期"),
    "points limitation near": ("limitation within 90 days", "时效 90 天内届满", "時效 90 天內屆滿"),
    # why a case is looked at
    "ripe disposition": ("in disposition", "处于最终处置", "處於最終處置"),
    "ripe limitation-near": ("limitation may end on {on}, in {left} days", "时效可能于 {on} 届满（还有 {left} 天）", "時效可能於 {on} 屆滿（尚餘 {left} 天）"),
    "ripe limitation-over": ("limitation may have ended on {on}", "时效可能已于 {on} 届满", "時效可能已於 {on} 屆滿"),
    "ripe ninety-days": ("{days} days past due", "已逾期 {days} 天", "已逾期 {days} 天"),
    "ripe promise-level": ("promises not kept, level {level}", "承诺未兑现，第 {level} 次", "承諾未兌現，第 {level} 次"),
    "ripe plans-broken": ("{count} agreements broken", "{count} 份协议违约", "{count} 份協議違約"),
    "ripe replan-cap": ("agreement broken and no further one within twelve months", "协议违约，且十二个月内不得再签新协议", "協議違約，且十二個月內不得再簽新協議"),
    "ripe top-level": ("every level of the ladder is sent", "各级提醒均已发出", "各級催繳均已寄出"),
    "ripe advised": ("counsel recommends: {recommendation}", "律师建议：{recommendation}", "律師建議：{recommendation}"),
    "ripe came-back": (
        "closed, but {amount} {currency} are open again", "已结案，但 {amount} {currency} 重新未清", "已結案，但 {amount} {currency} 又未清",
    ),
    "ripe recovered": ("recovered after closing: {amount} {currency}", "结案后收回：{amount} {currency}", "結案後收回：{amount} {currency}"),
    # what forbids a move or an outcome
    "refuse future": ("{on} lies after {as_of}: enter it when it is there.", "{on} 晚于 {as_of}：请在发生后再录入。", "{on} 晚於 {as_of}：請在發生後再輸入。"),
    "refuse early": (
        "{on} lies before {since}, the day since which the case stands as it does.", "{on} 早于案件现状起始日 {since}。", "{on} 早於案件現狀起始日 {since}。",
    ),
    "refuse closed": (
        "The case is closed as {outcome}. Take the outcome back first (--withdraw), if it was wrong.",
        "案件已以“{outcome}”结案。如有误，请先撤回该结果（--withdraw）。",
        "案件已以「{outcome}」結案。如有誤，請先撤回該結果（--withdraw）。",
    ),
    "refuse paid": (
        "Nothing is owed: the next run closes the case as paid.", "已无欠款：下次运行将以结清结案。", "已無欠款：下次執行將以清償結案。",
    ),
    "refuse no-document": (
        "An outcome needs the document it rests on: decision, settlement, court's notice, certificate, deed or advice.",
        "结果须有所依据的文件：决定、和解书、法院通知、证明、转让合同或律师意见。",
        "結果須有所依據的文件：決定、和解書、法院通知、證明、轉讓契約或律師意見。",
    ),
    "refuse plan-kept": (
        "Agreement {plan} is being kept: it ends by itself, or the debtor and the office end it first.",
        "协议 {plan} 正在履行：待其履行完毕，或双方先行终止。",
        "協議 {plan} 正在履行：待其履行完畢，或雙方先行終止。",
    ),
    "refuse disputed": (
        "The debt is disputed: it is not handed over while the dispute is open.", "债务存在争议：争议未决前不得移交。", "債務有爭議：爭議未決前不得移交。",
    ),
    "refuse not-barred": (
        "By the estimate the period is not over, and no advice of counsel says otherwise (Recommendation: write off): ask counsel first.",
        "按估算时效尚未届满，且律师意见未另有说明（建议：核销）：请先咨询律师。",
        "依估算時效尚未屆滿，且律師意見未另有說明（建議：打消呆帳）：請先諮詢律師。",
    ),
    "refuse T8-STAGE": (
        "Only a case in first contact, deeper talk, negotiation or monitoring goes to disposition; this one stands at: {stage}.",
        "只有首次联系、深入沟通、协商或监督中的案件可转入最终处置；本案现处于：{stage}。",
        "只有首次聯絡、深入溝通、協商或監督中的案件可轉入最終處置；本案現處於：{stage}。",
    ),
    "refuse T8-PLAN": (
        "Agreement {plan} is being kept: no disposition while it is.", "协议 {plan} 正在履行：履行期间不得转入最终处置。", "協議 {plan} 正在履行：履行期間不得轉入最終處置。",
    ),
    "refuse T8-PROMISE": (
        "A promise is open until {deadline}: wait for it.", "承诺截至 {deadline} 尚未到期：请等待。", "承諾至 {deadline} 尚未到期：請等待。",
    ),
    "refuse T8-MISSING": ("Not ripe for disposition: lacks {missing}.", "尚不能转入最终处置：缺{missing}。", "尚不能轉入最終處置：缺{missing}。"),
    "refuse T9-STAGE": (
        "A settlement offer leads back from disposition; this case stands at: {stage}.", "和解提议仅适用于最终处置中的案件；本案现处于：{stage}。",
        "和解提議僅適用於最終處置中的案件；本案現處於：{stage}。",
    ),
    # after an outcome
    "note written-off": (
        "{amount} {currency} written off; the case is closed as {outcome}. Money that still comes is counted as a recovery.",
        "已核销 {amount} {currency}，案件以“{outcome}”结案。此后收到的款项计为收回。",
        "已打消呆帳 {amount} {currency}，案件以「{outcome}」結案。之後收到的款項計為收回。",
    ),
    "note proposed": (
        "Proposed: {outcome}. A supervisor approves it (--approved-by); until then nothing is sent and nothing is written off.",
        "已提议：{outcome}。须由主管批准（--approved-by）；此前不发送消息，也不核销。",
        "已提議：{outcome}。須由主管核准（--approved-by）；之前不寄送訊息，也不打消呆帳。",
    ),
    "note pay-back": (
        "Nothing was owed by this outcome, but {amount} {currency} were paid: pay them back (Adjustments, kind refund).",
        "按此结果债务不存在，但已收款 {amount} {currency}：请退款（调整表，种类“退款”）。",
        "依此結果債務不存在，但已收款 {amount} {currency}：請退款（調整表，種類「退款」）。",
    ),
    "note no-money": (
        "No payment is on record: is it a settlement by goods or set-off? If not, it is a write-off.",
        "没有付款记录：是否以物或抵销和解？如不是，应为核销。",
        "沒有付款紀錄：是否以物或抵銷和解？如不是，應為打消呆帳。",
    ),
    "note held": ("Hold {hold} set on debtor {debtor}: it stops every case of this person.", "已对债务人 {debtor} 设置暂停“{hold}”：其全部案件停止。",
                  "已對債務人 {debtor} 設定暫停「{hold}」：其全部案件停止。"),
    "note handover": (
        "The debtor must know whom to pay now: no handover notice of this case is on record as sent, so tell it by letter.",
        "债务人须知道今后向谁付款：本案没有已发出移交通知的记录，请以信函告知。",
        "債務人須知道今後向誰付款：本案沒有已寄出移交通知的紀錄，請以信函告知。",
    ),
    "refuse handover": (
        "{case}: the sheet Legal does not say who has the case and since when (Counsel, Asked on).",
        "{case}：法律表未载明由谁接手及起始日（Counsel、Asked on）。",
        "{case}：法律表未載明由誰接手及起始日（Counsel、Asked on）。",
    ),
    "note taken-back": (
        "The outcome is taken back: the case stands at {stage} again and {amount} {currency} are owed again.",
        "结果已撤回：案件恢复到“{stage}”，重新欠款 {amount} {currency}。",
        "結果已撤回：案件恢復到「{stage}」，重新欠款 {amount} {currency}。",
    ),
    "note proposal-gone": ("The proposal is taken back.", "提议已撤回。", "提議已撤回。"),
    "note judgment": (
        "From {on} on {amount} {currency} are owed by the judgment, in place of principal and interest; unpaid fees go on beside it.",
        "自 {on} 起按判决欠款 {amount} {currency}，取代本金和利息；未付费用另计。",
        "自 {on} 起依判決欠款 {amount} {currency}，取代本金和利息；未繳費用另計。",
    ),
    "note restart-none": (
        "By the sourced rules for this debtor's place a {event} does not extend the period: the estimate stays as it is.",
        "按该债务人所在地有出处的规则，“{event}”不延长期间：估算不变。",
        "依該債務人所在地有出處的規則，「{event}」不延長期間：估算不變。",
    ),
    "note restart-ask": (
        "What a {event} does to the period is for counsel to say: the estimate stays as it is.", "“{event}”对期间的影响须由律师判断：估算不变。",
        "「{event}」對期間的影響須由律師判斷：估算不變。",
    ),
    "note restart-anew": ("The period is counted anew: it may end on {on}.", "期间重新计算：可能于 {on} 届满。", "期間重新計算：可能於 {on} 屆滿。"),
    "note restart-six": (
        "A demand keeps the period open only if suit is brought by {on}.", "催告后须于 {on} 前起诉，否则视为不中断。", "催告後須於 {on} 前起訴，否則視為不中斷。",
    ),
    "note no-demand-sent": (
        "No final demand of this case is on record as sent: is the delivery of another letter meant?",
        "本案没有已发出最后催款通知的记录：所指是否为其他信函的送达？",
        "本案沒有已寄出最後催款通知的紀錄：所指是否為其他信函的送達？",
    ),
    "event demand": ("demand", "催告", "催告"), "event acknowledgment": ("acknowledgment", "承认债务", "承認債務"),
    "event part payment": ("part payment", "部分还款", "部分還款"), "event agreement": ("signed agreement", "签署协议", "簽署協議"),
    "event suit": ("suit", "起诉", "起訴"),
    # limitation
    "limit running": (
        "may end on {on} ({years} years, {source}), in {left} days", "可能于 {on} 届满（{years} 年，{source}），还有 {left} 天",
        "可能於 {on} 屆滿（{years} 年，{source}），尚餘 {left} 天",
    ),
    "limit over": ("may have ended on {on} ({years} years, {source})", "可能已于 {on} 届满（{years} 年，{source}）", "可能已於 {on} 屆滿（{years} 年，{source}）"),
    "limit judged": (
        "judgment of {start}: may end on {on} ({years} years, {source})", "{start} 判决：可能于 {on} 届满（{years} 年，{source}）",
        "{start} 判決：可能於 {on} 屆滿（{years} 年，{source}）",
    ),
    "limit restarted": ("counted anew from the {event} of {on}", "自 {on} {event}起重新计算", "自 {on} {event}起重新計算"),
    "limit six": ("after the demand of {on} suit by {until}", "{on} 催告后须于 {until} 前起诉", "{on} 催告後須於 {until} 前起訴"),
    "limit ask": ("no sourced period for this place: ask counsel", "该地没有有出处的期间：请咨询律师", "該地沒有有出處的期間：請諮詢律師"),
    "limit filed": ("suit is pending: counsel watches the period", "诉讼进行中：期间由律师把关", "訴訟進行中：期間由律師把關"),
    "limit judgment-ask": ("there is a judgment: ask counsel how long it can be enforced", "已有判决：执行期限请咨询律师", "已有判決：執行期限請諮詢律師"),
    "limit told": ("Limitation: {what}.", "时效：{what}。", "時效：{what}。"),
    "limit none": ("nothing is unpaid", "没有未付款项", "沒有未繳款項"),
    "limit warning": (
        "Estimate from dates you typed. Suspension, interruption, governing law and court practice can change it. Ask counsel before suing or before any"
        " message that mentions suing.",
        "以上按您录入的日期估算。中止、中断、准据法和法院实践都可能改变结果。起诉前，以及发送任何提及起诉的消息前，请咨询律师。",
        "以上依您輸入的日期估算。不完成、中斷、準據法和法院實務都可能改變結果。起訴前，以及寄送任何提及起訴的訊息前，請諮詢律師。",
    ),
    "limitation-near": (
        "Supervisor: limitation may end within 90 days in {count} cases, first on {on}; see Review",
        "主管：{count} 个案件的时效可能在 90 天内届满，最早 {on}；请看“处置复核”",
        "主管：{count} 個案件的時效可能在 90 天內屆滿，最早 {on}；請看「處置複核」",
    ),
    # worth suing
    "worth pays": (
        "By the typed figures a suit may bring {net} {currency} more than it costs: {outstanding} at {chance} % less {costs} costs, {months} months; each unit"
        " that comes in costs {per_unit}; even at a chance of {break_even} %. A person decides.",
        "按录入的数字，起诉预计净得 {net} {currency}：{outstanding} × {chance}%，减费用 {costs}，约 {months} 个月；每收回 1 元成本 {per_unit}；把握 {break_even}% 时持平。由人决定。",
        "依輸入的數字，起訴預計淨得 {net} {currency}：{outstanding} × {chance}%，減費用 {costs}，約 {months} 個月；每收回 1 元成本 {per_unit}；把握 {break_even}% 時打平。由人決定。",
    ),
    "worth even": (
        "By the typed figures a suit brings as much as it costs ({net} {currency}): {outstanding} at {chance} %, {costs} costs, {months} months; each unit that"
        " comes in costs {per_unit}; even at a chance of {break_even} %. A person decides.",
        "按录入的数字，起诉收支相抵（{net} {currency}）：{outstanding} × {chance}%，费用 {costs}，约 {months} 个月；每收回 1 元成本 {per_unit}；把握 {break_even}% 时持平。由人决定。",
        "依輸入的數字，起訴收支相抵（{net} {currency}）：{outstanding} × {chance}%，費用 {costs}，約 {months} 個月；每收回 1 元成本 {per_unit}；把握 {break_even}% 時打平。由人決定。",
    ),
    "worth loses": (
        "By the typed figures a suit costs more than it may bring ({net} {currency}): {outstanding} at {chance} % less {costs} costs, {months} months; each unit"
        " that comes in costs {per_unit}; even at a chance of {break_even} %. A person decides.",
        "按录入的数字，起诉得不偿失（{net} {currency}）：{outstanding} × {chance}%，减费用 {costs}，约 {months} 个月；每收回 1 元成本 {per_unit}；把握 {break_even}% 时持平。由人决定。",
        "依輸入的數字，起訴得不償失（{net} {currency}）：{outstanding} × {chance}%，減費用 {costs}，約 {months} 個月；每收回 1 元成本 {per_unit}；把握 {break_even}% 時打平。由人決定。",
    ),
    "worth unknown": ("not known: fill {columns} on the sheet Legal", "未知：请填写法律表的{columns}", "未知：請填寫法律表的{columns}"),
    "worth column Expected costs": ("Expected costs", "预计费用（Expected costs）", "預計費用（Expected costs）"),
    "worth column Chance": ("Chance", "把握（Chance）", "把握（Chance）"),
    "worth no-months": ("an unknown number of", "若干", "若干"),
    "explain Limitation": ("Limitation", "诉讼时效", "消滅時效"),
    "explain Worth suing": ("Worth suing", "是否值得起诉", "是否值得起訴"),
}  # fmt: skip
