"""The words of a referral dossier, in English, Simplified and Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "title": ("Referral dossier", "移交律师案卷", "移交律師案卷"),
    "for": ("For counsel: {counsel}", "致律师：{counsel}", "致律師：{counsel}"),
    "for-counsel": ("For counsel", "致律师", "致律師"),
    "confidential": ("Confidential. Made from the creditor's ledger as of {on}; it gives no legal advice.", "机密。依据债权人台账截至{on}的记录生成，不构成法律意见。",
                     "機密。依據債權人台帳截至{on}的紀錄產生，不構成法律意見。"),
    "contents": ("Contents", "目录", "目錄"),
    "foot": ("Dossier {case}, {debtor}, as of {on}", "案卷 {case}，{debtor}，截至{on}", "案卷 {case}，{debtor}，截至{on}"),
    "none": ("None.", "无。", "無。"),
    # sections
    "s-case": ("The case", "案件概况", "案件概況"),
    "s-check": ("What is here and what is missing", "材料清单", "資料清單"),
    "s-limitation": ("Limitation", "诉讼时效", "消滅時效"),
    "s-timeline": ("Timeline", "时间线", "時間序"),
    "s-account": ("Statement of account", "账户对账单", "帳戶對帳單"),
    "s-promises": ("Agreements, promises and payments", "协议、承诺和付款", "協議、承諾和付款"),
    "s-contacts": ("Contact history", "联系记录", "聯絡紀錄"),
    "s-sent": ("Messages as sent", "已发送的消息原文", "已寄出的訊息原文"),
    "s-exhibits": ("Exhibits", "附件", "附件"),
    "s-left-out": ("What could not be included", "未能列入的材料", "未能列入的資料"),
    # the case
    "creditor": ("Creditor", "债权人", "債權人"), "debtor": ("Debtor", "债务人", "債務人"), "legal-id": ("Identity or registration number", "证件或注册号", "證件或登記號"),
    "kind": ("Kind", "类别", "類別"), "reach": ("Email, phone", "电子邮件、电话", "電子郵件、電話"), "reference": ("Reference", "编号", "編號"),
    "product": ("What it is for", "产品", "產品"), "opened": ("Contract of", "合同日期", "契約日期"), "stage": ("Stage, level", "阶段、级别", "階段、級別"),
    "past-due": ("Days past due", "逾期天数", "逾期天數"), "outstanding": ("Outstanding", "未清偿总额", "未清償總額"), "as-of": ("As of", "截至日期", "截至日期"),
    "counsel": ("Counsel", "律师", "律師"), "asked": ("Advice asked on", "征询日期", "徵詢日期"), "advice": ("Advice on", "意见日期", "意見日期"),
    "recommendation": ("Recommendation", "律师建议", "律師建議"), "court": ("Court, file number", "法院、案号", "法院、案號"), "filed": ("Filed on", "起诉日期", "起訴日期"),
    "hearing": ("Next hearing", "下次开庭", "下次開庭"), "costs": ("Costs so far", "已发生费用", "已發生費用"), "judgment": ("Judgment", "判决", "判決"),
    # completeness
    "item": ("Item", "项目", "項目"), "state": ("State", "状态", "狀態"), "note": ("Note", "说明", "說明"), "yes": ("here", "已有", "已有"), "no": ("missing", "缺少", "缺少"),
    "c-final-demand": ("Final demand, delivered", "最后催款通知已送达", "最後催款通知已送達"),
    "c-proof": ("Proof of its delivery", "送达证明", "送達證明"),
    "c-advice": ("Legal advice on record", "已记录律师意见", "已記錄律師意見"),
    "c-legal-id": ("Identity or registration number of the debtor", "债务人证件或注册号", "債務人證件或登記號"),
    "c-address": ("Postal address of the debtor", "债务人地址", "債務人地址"),
    "c-confirmed": ("Address confirmed", "地址已核实", "地址已核實"),
    "c-creditor": ("Name and address of the creditor", "债权人名称和地址", "債權人名稱和地址"),
    "c-agreement": ("Signed agreement {plan}", "已签协议 {plan}", "已簽協議 {plan}"),
    "c-contract": ("Contract or other exhibits", "合同或其他附件", "契約或其他附件"),
    "c-messages": ("Every message that was sent", "全部已发送消息", "全部已寄出訊息"),
    "c-rows": ("Every row of the case is readable", "案件各行均可读取", "案件各列均可讀取"),
    "c-limitation": ("Limitation period with a source", "有出处的时效期间", "有出處的時效期間"),
    "c-holds": ("No hold in force", "无生效中的暂停", "無生效中的暫停"),
    "n-on": ("on {on}", "{on}", "{on}"),
    "n-fill": ("fill {sheet}, column {column}", "请填写 {sheet} 的 {column} 列", "請填寫 {sheet} 的 {column} 欄"),
    "n-changed": ("email, phone or address changed on {on}, after that", "此后于 {on} 变更", "其後於 {on} 變更"),
    "n-exhibits": ("put files into {folder} or name them with --exhibit", "请将文件放入 {folder}，或用 --exhibit 指定", "請將檔案放入 {folder}，或以 --exhibit 指定"),
    "n-counsel": ("ask counsel: no sourced period for this place", "请咨询律师：该地区无有出处的期间", "請諮詢律師：該地區無有出處的期間"),
    "n-count": ("{number} not included, see the last section", "{number} 份未能列入，见末节", "{number} 份未能列入，見末節"),
    "n-evidence": ("the signed paper ({name}) is not among the exhibits", "已签文本（{name}）不在附件中", "已簽文本（{name}）不在附件中"),
    # limitation
    "l-period": ("Period", "期间", "期間"), "l-years": ("{years} years ({source})", "{years} 年（{source}）", "{years} 年（{source}）"),
    "l-start": ("Counted from", "起算日", "起算日"),
    "l-last-installment": ("{on}, the last installment of the contract", "{on}，合同最后一期到期日", "{on}，契約最後一期到期日"),
    "l-default": ("{on}, the oldest installment that is not paid", "{on}，最早未付一期的到期日", "{on}，最早未付一期的到期日"),
    "l-end": ("May end on", "可能届满日", "可能屆滿日"),
    "l-demand": ("Final demand delivered on", "最后催款通知送达日", "最後催款通知送達日"),
    "l-last-sent": ("Latest reminder or demand sent on (delivery not proven)", "最近一次催款发出日（送达未经证明）", "最近一次催繳寄出日（送達未經證明）"),
    "l-last-payment": ("Latest payment", "最近一次付款", "最近一次付款"), "l-last-promise": ("Latest promise", "最近一次承诺", "最近一次承諾"),
    "l-after": ("Counted anew from that demand", "自该次催告重新起算至", "自該次催告重新起算至"),
    "l-six": ("Suit after that demand by", "该次催告后应起诉之日", "該次催告後應起訴之日"),
    "l-demand-restarts": ("A demand interrupts the period, and it begins anew (art. 195): proof of each delivery matters.", "催告中断时效，时效重新计算（第一百九十五条）：须保存每次送达的证明。",
                          "催告中斷時效，時效重新計算（第一百九十五條）：須保存每次送達的證明。"),
    "l-demand-six-months": ("A demand counts only if suit follows within six months (art. 130). Interest and other periodic claims: 5 years (art. 126).",
                            "催告后六个月内未起诉的，视为未中断（第130条）。利息等定期给付：5年（第126条）。", "請求後六個月內未起訴者，視為不中斷（第130條）。利息等定期給付：5年（第126條）。"),
    "l-none": ("", "", ""),
    "l-scotland": ("After it the debt itself is extinguished; an acknowledgment or a claim in court interrupts it.", "届满后债务本身消灭；承认债务或起诉可中断。", "屆滿後債務本身消滅；承認債務或起訴得中斷。"),
    "l-england": ("The debt remains, suit is barred. A letter of the creditor does not extend the period.", "届满后债务仍在，但不得起诉。债权人的信函不延长期间。",
                  "屆滿後債務仍在，但不得起訴。債權人的信函不延長期間。"),
    "l-new-york": ("A payment or promise does not revive it.", "付款或承诺不使时效恢复。", "付款或承諾不使時效恢復。"),
    "l-california": ("After it the suit itself is forbidden (CCP 337(d)).", "届满后禁止起诉（CCP 337(d)）。", "屆滿後禁止起訴（CCP 337(d)）。"),
    "l-ask": ("No sourced period is known for this debtor's place: ask counsel.", "未掌握该债务人所在地有出处的期间：请咨询律师。", "未掌握該債務人所在地有出處的期間：請諮詢律師。"),
    "l-warning": (
        "Estimate from dates that were typed. Suspension, interruption, governing law and court practice can change it. Ask counsel before suing or before any message that"
        " mentions suing.",
        "本估算依据录入的日期。中止、中断、准据法和司法实践均可能改变结果。起诉或发出提及起诉的信函之前，请咨询律师。",
        "本估算依據輸入的日期。時效不完成、中斷、準據法和司法實務均可能改變結果。起訴或寄發提及起訴的信函之前，請諮詢律師。",
    ),
    # timeline
    "on": ("Date", "日期", "日期"), "what": ("What", "事项", "事項"), "details": ("Details", "内容", "內容"),
    "t-opened": ("Contract", "合同", "契約"), "t-move": ("Stage", "阶段", "階段"), "t-contact": ("Contact", "联系", "聯絡"), "t-promise": ("Promise", "承诺", "承諾"),
    "t-plan": ("Agreement", "协议", "協議"), "t-payment": ("Payment", "付款", "付款"), "t-back": ("Payment taken back", "付款撤回", "付款撤回"),
    "t-hold": ("Hold", "暂停", "暫停"), "t-adjustment": ("Adjustment", "调整", "調整"), "t-legal": ("Legal", "法律", "法律"), "t-due": ("Unpaid since", "未付起始", "未付起始"),
    "d-opened": ("{product}, {currency}", "{product}，{currency}", "{product}，{currency}"),
    "d-due": ("installment {no} is the oldest that is not paid in full", "第 {no} 期为最早未付清的一期", "第 {no} 期為最早未付清的一期"),
    "d-move": ("{before} -> {after}: {why}", "{before} → {after}：{why}", "{before} → {after}：{why}"),
    "d-promise": ("{id}: {amount} until {due}; {status}", "{id}：{amount}，至 {due}；{status}", "{id}：{amount}，至 {due}；{status}"),
    "d-proposed": ("{plan}, version {version}, proposed: {total}, {waived} waived", "{plan} 第 {version} 版提出：{total}，减免 {waived}", "{plan} 第 {version} 版提出：{total}，減免 {waived}"),
    "d-debtor-signed": ("{plan} signed by the debtor", "债务人签署 {plan}", "債務人簽署 {plan}"),
    "d-creditor-signed": ("{plan} signed by the creditor", "债权人签署 {plan}", "債權人簽署 {plan}"),
    "d-hold": ("{type} until {end}: {reason}", "{type}，至 {end}：{reason}", "{type}，至 {end}：{reason}"),
    "open-end": ("further notice", "解除为止", "解除為止"),
    "not-in": ("not in collection", "未进入催收", "未進入催收"),
    # tables of agreements, promises, payments
    "plans": ("Agreements (in {currency})", "协议（币种：{currency}）", "協議（幣別：{currency}）"), "plan": ("Agreement", "协议", "協議"), "version": ("Version", "版本", "版本"),
    "total": ("Total", "总额", "總額"), "waived": ("Waived", "减免", "減免"), "signed": ("Signed on (debtor / creditor)", "签署日期（债务人／债权人）", "簽署日期（債務人／債權人）"),
    "status": ("Status", "状态", "狀態"), "paper": ("Paper", "文本", "文本"),
    "promises": ("Promises (in {currency})", "承诺（币种：{currency}）", "承諾（幣別：{currency}）"), "promise": ("Promise", "承诺", "承諾"), "made-on": ("Made on", "承诺日期", "承諾日期"),
    "due-on": ("For", "承诺还款日", "承諾還款日"), "amount": ("Amount", "金额", "金額"),
    "payments": ("Payments (in {currency})", "付款（币种：{currency}）", "付款（幣別：{currency}）"), "payment": ("Payment", "付款", "付款"),
    "back": ("Taken back on", "撤回日期", "撤回日期"),
    # contacts
    "contacts": ("Every contact, in {zone} time", "全部联系（{zone} 时间）", "全部聯絡（{zone} 時間）"), "at": ("When", "时间", "時間"), "how": ("How", "方式", "方式"),
    "result": ("Result", "结果", "結果"), "by": ("By", "经办人", "承辦人"),
    # sent
    "m-heading": ("{number}. {channel}, {kind}, {on}", "{number}. {channel}，{kind}，{on}", "{number}. {channel}，{kind}，{on}"),
    "m-attached": ("Attached: {names}", "附件：{names}", "附件：{names}"), "m-bytes": ("SHA-256 of the bytes sent: {sha256}", "所发字节的 SHA-256：{sha256}", "所寄位元組的 SHA-256：{sha256}"),
    "m-paper": ("On paper; it follows among the exhibits as {name}.", "纸质信函，见附件 {name}。", "紙本信函，見附件 {name}。"),
    # exhibits
    "x-heading": ("Exhibit {number}: {title}", "附件 {number}：{title}", "附件 {number}：{title}"),
    "x-page": ("Exhibit {number}, {title}, page {{page}} of {{pages}}. SHA-256 {digest}", "附件 {number}，{title}，第 {{page}} 页，共 {{pages}} 页。SHA-256 {digest}",
               "附件 {number}，{title}，第 {{page}} 頁，共 {{pages}} 頁。SHA-256 {digest}"),
    "x-agreement": ("Agreement {name}", "协议 {name}", "協議 {name}"), "x-letter": ("Letter {name}", "信函 {name}", "信函 {name}"),
    "extract": ("The rows of this case are attached to this file as {name}.", "本案各行数据以附件 {name} 附于本文件。", "本案各列資料以附件 {name} 附於本檔案。"),
    # left out
    "o-what": ("What", "材料", "資料"), "o-why": ("Why", "原因", "原因"),
    "o-signs": ("signs that no font has are printed as their code: {signs}", "{number} 个无字体的字符以其编码代替：{signs}", "{number} 個無字型的字元以其編碼代替：{signs}"),
    "o-journal": ("the journal cannot be used: {why}", "发送日志无法使用：{why}", "寄送日誌無法使用：{why}"),
    "o-bytes": ("its bytes are not in the journal and no file of it was found", "日志中没有其内容，也未找到文件", "日誌中沒有其內容，也未找到檔案"),
    "o-row": ("row {row} was refused ({code})", "第 {row} 行未被接受（{code}）", "第 {row} 列未被接受（{code}）"),
    "o-more": ("{number} more", "另有 {number} 项", "另有 {number} 項"),
}  # fmt: skip


def word(key: str, language: str, **values: object) -> str:
    """One of the words with its values filled in; values are never taken as a pattern themselves."""
    return _WORDS[key][language_index(language)].format(**values)
