"""What to do about an entry, a run, a message or the files beside the ledger, said again in Chinese; ``advice_words`` knows these sentences by their form."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.sentence_forms import Pair

DESK_ADVICE: Mapping[str, Pair] = {
    # what to type
    "`{program} --help` lists what can be typed.": ("`{program} --help` 会列出可填写的内容。", "`{program} --help` 會列出可填寫的內容。"),
    "Give one of them.": ("两者只给一个。", "兩者只給一個。"),
    "Give one of them; --workers takes a number from 1.": ("只给其中一个；--workers 须为 1 或以上的整数。", "只給其中一個；--workers 須為 1 或以上的整數。"),
    "Give at least one thing to record.": ("请至少填写一项要登记的内容。", "請至少填寫一項要登錄的內容。"),
    "Give at least one option, or run it in a terminal, where it asks.": (
        "请至少给出一项设置，或在终端窗口中运行，由程序逐项询问。", "請至少給出一項設定，或在終端機視窗中執行，由程式逐項詢問。",
    ),
    "Name at least one with --case.": ("请用 --case 至少指明一个案件。", "請用 --case 至少指明一個案件。"),
    "Say why with --reason.": ("请用 --reason 写明理由。", "請用 --reason 寫明理由。"),
    "Give --file, or at least --channel and --at.": ("请给出 --file，或至少给出 --channel 和 --at。", "請給出 --file，或至少給出 --channel 和 --at。"),
    "Leave the other options out, or leave --file out.": ("请去掉其他选项，或去掉 --file。", "請去掉其他選項，或去掉 --file。"),
    "Give a day, for example 2026-11-23, or an instant with Z, for example 2026-11-23T09:30:00Z.": (
        "请给出日期，例如 2026-11-23；或带 Z 的时刻，例如 2026-11-23T09:30:00Z。", "請給出日期，例如 2026-11-23；或帶 Z 的時刻，例如 2026-11-23T09:30:00Z。",
    ),
    "Give KEY=VALUE with a key of the sheet Settings, for example min_gap_days=10.": (
        "请写成 键=值，键取自 Settings 工作表，例如 min_gap_days=10。", "請寫成 鍵=值，鍵取自 Settings 工作表，例如 min_gap_days=10。",
    ),
    "A number from 0 to {most}.": ("0 至 {most} 之间的数。", "0 至 {most} 之間的數。"),
    "1 to {n} weeks.": ("1 至 {n} 周。", "1 至 {n} 週。"),
    "Fields of this case: {names}.": ("该案件可解释的字段：{names}。", "該案件可說明的欄位：{names}。"),
    "Give the header of a column, for example Outstanding or Email.": ("请给出列名，例如 Outstanding 或 Email。", "請給出欄名，例如 Outstanding 或 Email。"),
    "Owners of this ledger: {names}.": ("本台账的经办人：{names}。", "本台帳的承辦人：{names}。"),
    "Fill the column Owner of the sheet Cases.": ("请先填写 Cases 工作表的“经办人”列。", "請先填寫 Cases 工作表的「承辦人」欄。"),
    # cases, payments, promises, holds
    "Name a debtor of the ledger, or give a name for a new one.": (
        "请指明台账中的债务人，或填写新债务人的姓名。", "請指明台帳中的債務人，或填寫新債務人的姓名。",
    ),
    "Data of a debtor who is there already are changed on the sheet Debtors.": (
        "已有债务人的资料请在 Debtors 工作表修改。", "已有債務人的資料請在 Debtors 工作表修改。",
    ),
    "Give either the installments one by one, or total, count, first due and frequency.": (
        "请逐期列出，或填写总额、期数、首期到期日和频率，二者择一。", "請逐期列出，或填寫總額、期數、首期到期日和頻率，二者擇一。",
    ),
    "Type 2026-12-01:500.00, or with interest and fee: 2026-12-01:500.00:20.00:5.00.": (
        "请写成 2026-12-01:500.00；含利息和费用则写成 2026-12-01:500.00:20.00:5.00。",
        "請寫成 2026-12-01:500.00；含利息和費用則寫成 2026-12-01:500.00:20.00:5.00。",
    ),
    "Give --installment DATE:AMOUNT once for each, or --total, --first-due, --frequency and either --count or --amount.": (
        "请每期给出一次 --installment 日期:金额；或给出 --total、--first-due、--frequency 以及 --count 或 --amount 之一。",
        "請每期給出一次 --installment 日期:金額；或給出 --total、--first-due、--frequency 以及 --count 或 --amount 之一。",
    ),
    "Check the debtor id; a debtor without a case has no account.": (
        "请核对债务人编号；没有案件的债务人没有对账单。", "請核對債務人編號；沒有案件的債務人沒有對帳單。",
    ),
    "Payment {payment} was taken back already on {day}; nothing is to be done.": (
        "付款 {payment} 已于 {day} 冲销，无需处理。", "款項 {payment} 已於 {day} 沖銷，無需處理。",
    ),
    "This money seems to be entered already. If it is another payment, give it an id of its own (--id, or the field Payment ID).": (
        "这笔钱似乎已经登记过。如确是另一笔付款，请给它单独的编号（--id，或表单中的“付款编号”）。",
        "這筆錢似乎已經登錄過。如確是另一筆款項，請給它單獨的編號（--id，或表單中的「款項編號」）。",
    ),
    "Nothing is left to pay in this case: look at its payments, or choose another case of the debtor.": (
        "该案件已无欠款：请核对其付款，或选择该债务人的另一案件。", "該案件已無欠款：請核對其款項，或選擇該債務人的另一案件。",
    ),
    "A promise of {newest} is entered for {case}; an older one would be superseded by it. Correct Made on.": (
        "{case} 已登记 {newest} 作出的承诺，更早的承诺会被它取代。请更正承诺日。", "{case} 已登錄 {newest} 作出的承諾，更早的承諾會被它取代。請更正承諾日。",
    ),
    "A {kind} hold lasts {days} days at most: until {until}.": (
        "{kind} 类暂停最长 {days} 天：至 {until} 为止。", "{kind} 類暫停最長 {days} 天：至 {until} 為止。",
    ),
    "In the United States a dispute stops collection until it is answered (12 CFR 1006.38(d)): leave the end blank, lift the hold when the answer has gone.": (
        "在美国，争议未答复前须停止催收（12 CFR 1006.38(d)）：结束日请留空，答复发出后再解除暂停。",
        "在美國，爭議未答覆前須停止催收（12 CFR 1006.38(d)）：結束日請留空，答覆寄出後再解除暫停。",
    ),
    "{kind} follows from the ledger and ends by itself: change the promise, the plan or the data behind it.": (
        "{kind} 由台账内容推出，会自行结束：请更改相应的承诺、协议或资料。", "{kind} 由台帳內容推出，會自行結束：請變更相應的承諾、協議或資料。",
    ),
    "The hold ends on {day} already; nothing is to be done.": ("该暂停已于 {day} 结束，无需处理。", "該暫停已於 {day} 結束，無需處理。"),
    "The hold begins on {day} only: delete its row on the sheet Holds.": (
        "该暂停要到 {day} 才开始：请在 Holds 工作表删除该行。", "該暫停要到 {day} 才開始：請在 Holds 工作表刪除該列。",
    ),
    "No new contact data wait, and none are named.": ("没有待核实的新联系方式，也没有填写。", "沒有待核實的新聯絡方式，也沒有填寫。"),
    "Type what the income falls by: 20% or 300; with + in front what it rises by.": (
        "请填写收入减少多少：20% 或 300；前面加 + 表示增加。", "請填寫收入減少多少：20% 或 300；前面加 + 表示增加。",
    ),
    "A number of installments is 1 or more.": ("期数须为 1 或以上。", "期數須為 1 或以上。"),
    "{column} lies after {on}: enter it when it has happened.": ("{column} 晚于 {on}：请在发生之后再登记。", "{column} 晚於 {on}：請在發生之後再登錄。"),
    "The chance is a share: 0.6 = 60 %.": ("胜诉可能以小数填写：0.6 即 60%。", "勝訴可能以小數填寫：0.6 即 60%。"),
    "Give --outcome, or --approved-by for an outcome that was proposed before.": (
        "请给出 --outcome；对已提出的结案结果给出 --approved-by。", "請給出 --outcome；對已提出的結案結果給出 --approved-by。",
    ),
    "Give one of --outcome, --to-disposition, --settlement-offer, --withdraw.": (
        "请给出 --outcome、--to-disposition、--settlement-offer、--withdraw 之一。",
        "請給出 --outcome、--to-disposition、--settlement-offer、--withdraw 之一。",
    ),
    "The case has no outcome that a person entered.": ("该案件没有由人登记的结案结果。", "該案件沒有由人登錄的結案結果。"),
    "The bank took the money back with line {line}; take that line out first.": (
        "银行已以流水 {line} 退回该款；请先取出那一笔。", "銀行已以明細 {line} 退回該款；請先取出那一筆。",
    ),
    # runs, reports, figures
    "Mail leaves today ({today}), so the figures must be today's: leave out --as-of, or use --transport folder.": (
        "邮件今天（{today}）发出，数字须以今天为准：请去掉 --as-of，或使用 --transport folder。",
        "郵件今天（{today}）寄出，數字須以今天為準：請去掉 --as-of，或使用 --transport folder。",
    ),
    "Put the login names of those who may release into the setting supervisors; one of them does it, logged in as such.": (
        "请把可放行人员的登录名填入设置 supervisors；由其中一人登录后放行。", "請把可放行人員的登入名稱填入設定 supervisors；由其中一人登入後放行。",
    ),
    "Say which month: --month 2026-10 --close.": ("请写明月份：--month 2026-10 --close。", "請寫明月份：--month 2026-10 --close。"),
    "Give the month as 2026-10.": ("月份请写成 2026-10。", "月份請寫成 2026-10。"),
    "It has not begun by {day}.": ("到 {day} 该月尚未开始。", "到 {day} 該月尚未開始。"),
    "It ends on {day}: close it from the next day on.": ("该月到 {day} 结束：请从次日起关账。", "該月到 {day} 結束：請從次日起關帳。"),
    "A closed month stays; what came later stands in the next one.": (
        "已关账的月份不再更改；之后的内容计入下一个月。", "已關帳的月份不再變更；之後的內容計入下一個月。",
    ),
    "Give either a month or the day after which the week begins.": ("请给出月份，或一周起始的前一日，二者择一。", "請給出月份，或一週起始的前一日，二者擇一。"),
    "It lies before the day of the report, {day}.": ("须早于报告日 {day}。", "須早於報告日 {day}。"),
    "Put the refused rows right first: they count in no figure. Check names them.": (
        "请先更正未被接受的行：它们不计入任何指标。“检查”会列出这些行。", "請先更正未被接受的列：它們不計入任何指標。「檢查」會列出這些列。",
    ),
    "Name a figure as it stands in the column Figure, for example: {names}.": (
        "请写出“指标”列中的名称，例如：{names}。", "請寫出「指標」欄中的名稱，例如：{names}。",
    ),
    "The period begins before it ends: since < until.": ("起始日须早于结束日。", "起始日須早於結束日。"),
    "The run itself is complete; choose another folder with --out for its pages.": (
        "运行本身已完成；请用 --out 为报告页另选文件夹。", "執行本身已完成；請用 --out 為報告頁另選資料夾。",
    ),
    # messages waiting, letters, text messages
    "Say `--as sent` or `--as not-sent`.": ("请写明 `--as sent` 或 `--as not-sent`。", "請寫明 `--as sent` 或 `--as not-sent`。"),
    "Say `--as sent` when the messages in doubt were sent, `--as not-sent` when they were not (they are made anew), or `--moved` when ledger and journal were"
    " only moved here.": (
        "存疑的消息已发送请写 `--as sent`；未发送请写 `--as not-sent`（会重新生成）；如只是把台账和日志移到这里，请写 `--moved`。",
        "存疑的訊息已寄送請寫 `--as sent`；未寄送請寫 `--as not-sent`（會重新產生）；如只是把台帳和日誌移到這裡，請寫 `--moved`。",
    ),
    "Say `--as sent` when it arrived, `--as not-sent` when it did not.": (
        "已送达请写 `--as sent`，未送达请写 `--as not-sent`。", "已送達請寫 `--as sent`，未送達請寫 `--as not-sent`。",
    ),
    "A whole run can be approved or cancelled; the rest is said message by message.": (
        "整次运行只能放行或取消；其他操作须逐条进行。", "整次執行只能放行或取消；其他操作須逐則進行。",
    ),
    "Nothing waits for a release there; `outbox PATH list` shows what does.": (
        "那里没有待放行的消息；`outbox PATH list` 会列出。", "那裡沒有待放行的訊息；`outbox PATH list` 會列出。",
    ),
    "No such message; `outbox PATH list` shows the keys.": ("没有这条消息；`outbox PATH list` 会列出各键。", "沒有這則訊息；`outbox PATH list` 會列出各鍵。"),
    "Name each message once; one that was made anew since is not tried again.": (
        "每条消息只写一次；已重新生成的消息不再重试。", "每則訊息只寫一次；已重新產生的訊息不再重試。",
    ),
    "Name at least one message with --key, a run with --run, or say --all; `outbox PATH list` shows them.": (
        "请用 --key 指明消息、用 --run 指明运行，或写 --all；`outbox PATH list` 会列出。",
        "請用 --key 指明訊息、用 --run 指明執行，或寫 --all；`outbox PATH list` 會列出。",
    ),
    "Only a message that waits can be approved or cancelled, only a parked one resolved, only one that failed or waits for a try tried again.": (
        "只有待放行的消息可放行或取消，只有搁置的可认定，只有失败或待重试的可重试。",
        "只有待放行的訊息可放行或取消，只有擱置的可認定，只有失敗或待重試的可重試。",
    ),
    "Name a wording with --template, for example reminder_1.": ("请用 --template 指明文案，例如 reminder_1。", "請用 --template 指明文案，例如 reminder_1。"),
    "Choose one of: {names}; if need be with its stage, as in deep/reminder_2.": (
        "请从以下选择：{names}；必要时带上阶段，如 deep/reminder_2。", "請從以下選擇：{names}；必要時帶上階段，如 deep/reminder_2。",
    ),
    "Cases that have it: {names}.": ("有此内容的案件：{names}。", "有此內容的案件：{names}。"),
    "No case of this ledger has it yet.": ("本台账中还没有这样的案件。", "本台帳中還沒有這樣的案件。"),
    "Name the folder that holds en, zh-CN and zh-TW.": ("请指明含有 en、zh-CN、zh-TW 的文件夹。", "請指明含有 en、zh-CN、zh-TW 的資料夾。"),
    "Leave --only out, or name a language, a stage or a file.": ("请去掉 --only，或写明语言、阶段或文件。", "請去掉 --only，或寫明語言、階段或檔案。"),
    "A posting is confirmed on its day or later.": ("寄出须在当日或之后确认。", "寄出須在當日或之後確認。"),
    "Say either on which day the letters were posted, or that they were not.": (
        "请说明信函于哪天寄出，或说明未寄出，二者择一。", "請說明信函於哪天寄出，或說明未寄出，二者擇一。",
    ),
    "Correct the day of the posting.": ("请更正寄出日。", "請更正寄出日。"),
    "Give the manifest.json of a print run of this ledger.": ("请给出本台账打印批次的 manifest.json。", "請給出本台帳列印批次的 manifest.json。"),
    "Give the manifest.json of the print run.": ("请给出打印批次的 manifest.json。", "請給出列印批次的 manifest.json。"),
    "Add --posted to confirm a posting, or leave them out to print.": (
        "确认寄出请加 --posted；要打印则去掉这两项。", "確認寄出請加 --posted；要列印則去掉這兩項。",
    ),
    "Choose a folder that is empty or not there yet.": ("请选择空文件夹或尚不存在的文件夹。", "請選擇空資料夾或尚不存在的資料夾。"),
    "No letter waits under this key; it may be posted already.": ("该键下没有待寄的信函，可能已经寄出。", "該鍵下沒有待寄的信函，可能已經寄出。"),
    "Either make a batch or read one back (--sent).": ("要么制作批次，要么读回结果（--sent）。", "要麼製作批次，要麼讀回結果（--sent）。"),
    "Either make a list (--out) or read one back (--from).": (
        "要么生成清单（--out），要么读回清单（--from）。", "要麼產生清單（--out），要麼讀回清單（--from）。",
    ),
    "The ledger knows no text message of this reference; references stand in the batch.": (
        "台账中没有此参考号的短信；参考号见批次文件。", "台帳中沒有此參考號的簡訊；參考號見批次檔。",
    ),
    "Choose the batch itself, or a list of the gateway with the columns reference and status.": (
        "请选择批次文件本身，或含 reference 和 status 列的网关结果清单。", "請選擇批次檔本身，或含 reference 和 status 欄的閘道結果清單。",
    ),
    "Choose a list that this program made; its unseen columns must still be there.": (
        "请选择由本程序生成的清单；其中隐藏的列必须保留。", "請選擇由本程式產生的清單；其中隱藏的欄必須保留。",
    ),
    "Read it into the ledger that it was made from.": ("请读回生成它的那本台账。", "請讀回產生它的那本台帳。"),
    "The row was torn apart, as by sorting only some columns: its unseen part belongs to {case}.": (
        "该行内容已错位（例如只对部分列排序）：其隐藏部分属于 {case}。", "該列內容已錯位（例如只對部分欄排序）：其隱藏部分屬於 {case}。",
    ),
    "Its case or debtor is refused: run Check and correct that row.": (
        "所属案件或债务人的行未被接受：请先“检查”并更正该行。", "所屬案件或債務人的列未被接受：請先「檢查」並更正該列。",
    ),
    "The fonts that come with the program do not have it. Write the name or address in another way.": (
        "程序自带的字体没有这个字。请换一种写法填写姓名或地址。", "程式內附的字型沒有這個字。請換一種寫法填寫姓名或地址。",
    ),
    # supervisors, erasing, slices, yearly ledgers
    "Give --export DIR, --erase or --due.": ("请给出 --export 文件夹、--erase 或 --due。", "請給出 --export 資料夾、--erase 或 --due。"),
    "Give --debtor ID as it stands on the sheet Debtors.": ("请按 Debtors 工作表给出 --debtor 编号。", "請依 Debtors 工作表給出 --debtor 編號。"),
    "Say why the data are erased, without personal data: it stays in the audit chain.": (
        "请写明删除理由，不含个人信息：该理由会留在审计链中。", "請寫明刪除理由，不含個人資料：該理由會留在稽核鏈中。",
    ),
    "Merge that workbook first, then erase.": ("请先并回该分册，再删除。", "請先併回該分冊，再刪除。"),
    "These data are still needed; nothing was erased.": ("这些资料仍然需要；没有删除任何内容。", "這些資料仍然需要；沒有刪除任何內容。"),
    "Say --take slice or --take origin with it.": ("请同时写明 --take slice 或 --take origin。", "請同時寫明 --take slice 或 --take origin。"),
    "Name the ledger from which it was cut; nothing was merged.": ("请指明切出它的台账；没有合并任何内容。", "請指明切出它的台帳；沒有併回任何內容。"),
    "Correct these rows in the slice (check names them), then merge again; nothing was merged.": (
        "请在分册中更正这些行（“检查”会列出），再并回；没有合并任何内容。", "請在分冊中更正這些列（「檢查」會列出），再併回；沒有併回任何內容。",
    ),
    "Send, cancel or resolve them in the slice's outbox first; nothing was merged.": (
        "请先在分册的发件箱中发送、取消或认定；没有合并任何内容。", "請先在分冊的寄件匣中寄送、取消或認定；沒有併回任何內容。",
    ),
    "Send, cancel or resolve them first.": ("请先发送、取消或认定。", "請先寄送、取消或認定。"),
    "Merge them first.": ("请先并回。", "請先併回。"),
    "Correct them first.": ("请先更正。", "請先更正。"),
    "Look at both outboxes; nothing was merged.": ("请查看两边的发件箱；没有合并任何内容。", "請查看兩邊的寄件匣；沒有併回任何內容。"),
    "Bring the file back from a backup; nothing was merged.": ("请从备份恢复该文件；没有合并任何内容。", "請從備份還原該檔案；沒有併回任何內容。"),
    "This is a yearly ledger already.": ("这已经是年度台账。", "這已經是年度台帳。"),
    "It holds something else than archived cases of this ledger; name another file with --to.": (
        "其中不是本台账的归档案件；请用 --to 指定另一个文件。", "其中不是本台帳的封存案件；請用 --to 指定另一個檔案。",
    ),
    "Refresh, or let a run give it one; then archive.": ("请先按“更新”或由运行补上编号，再归档。", "請先按「更新」或由執行補上編號，再封存。"),
    "This is a backup of another ledger; {file} is {id}.": ("这是另一本台账的备份；{file} 的编号为 {id}。", "這是另一本台帳的備份；{file} 的編號為 {id}。"),
    "No such backup of this ledger; `restore PATH` lists them.": ("本台账没有这份备份；`restore PATH` 会列出。", "本台帳沒有這份備份；`restore PATH` 會列出。"),
    # ledger and journal compared
    "A supervisor runs outbox adopt, or the journal is brought back beside the ledger.": (
        "由主管执行 outbox adopt，或把日志放回台账旁。", "由主管執行 outbox adopt，或把日誌放回台帳旁。",
    ),
    "If ledger and journal were moved here and the old place sends nothing any more, a supervisor runs outbox adopt --moved.": (
        "如台账和日志是移到这里的，且原处不再发送，请主管执行 outbox adopt --moved。",
        "如台帳和日誌是移到這裡的，且原處不再寄送，請主管執行 outbox adopt --moved。",
    ),
    "Two computers wrote at once. Compare the files, move the copies out of this folder, and let one computer send.": (
        "两台电脑同时写入。请比较这些文件，把副本移出此文件夹，只由一台电脑发送。", "兩台電腦同時寫入。請比較這些檔案，把副本移出此資料夾，只由一台電腦寄送。",
    ),
    "It is entered at the next run.": ("下次运行时会登入台账。", "下次執行時會登入台帳。"),
    "The run was cut off; the next run completes it.": ("运行中断；下次运行会补完。", "執行中斷；下次執行會補完。"),
    "The run was made while the ledger was open; the next run or click that may write enters it.": (
        "运行时台账正打开着；下次可写入的运行或点击会登入。", "執行時台帳正開啟著；下次可寫入的執行或點擊會登入。",
    ),
    "The journal knows nothing of this message.": ("日志中没有这条消息。", "日誌中沒有這則訊息。"),
    "Delete the row that was copied.": ("请删除复制出来的那一行。", "請刪除複製出來的那一列。"),
    "Nothing has left under this row. If somebody wrote to the debtor otherwise, log that contact and put this Result back.": (
        "此行的消息并未发出。如有人以其他方式联系过债务人，请登记该次联系，并把“结果”改回。",
        "此列的訊息並未寄出。如有人以其他方式聯絡過債務人，請登錄該次聯絡，並把「結果」改回。",
    ),
    "Something else than this program has changed the journal: bring it back from a backup, and report this.": (
        "日志被本程序以外的东西改动：请从备份恢复，并报告此事。", "日誌被本程式以外的東西變更：請從備份還原，並回報此事。",
    ),
    "The file may lack what was typed since; close it there and verify again.": (
        "文件可能缺少之后输入的内容；请在那里关闭后再核验。", "檔案可能缺少之後輸入的內容；請在那裡關閉後再核驗。",
    ),
    "Report this with the ledger.": ("请连同台账一并报告。", "請連同台帳一併回報。"),
    "That computer has not been heard of since {at}. If no run works there any more, delete {file} in the folder {folder} and try again.": (
        "那台电脑自 {at} 起没有动静。如那里已没有运行，请删除文件夹 {folder} 中的 {file} 后重试。",
        "那台電腦自 {at} 起沒有動靜。如那裡已沒有執行，請刪除資料夾 {folder} 中的 {file} 後重試。",
    ),
    "The ledger was renamed. Rename it back to {file}: journal, audit chain, snapshots, slices and backups lie there under that name.": (
        "台账已被改名。请改回 {file}：日志、审计链、快照、分册和备份都在那里以原名存放。",
        "台帳已被改名。請改回 {file}：日誌、稽核鏈、快照、分冊和備份都在那裡以原名存放。",
    ),
    "Bring back {file} from a backup. If there is none, rename the damaged file and let a supervisor run `outbox adopt`.": (
        "请从备份恢复 {file}。如没有备份，请把损坏的文件改名，并由主管执行 `outbox adopt`。",
        "請從備份還原 {file}。如沒有備份，請把損壞的檔案改名，並由主管執行 `outbox adopt`。",
    ),
    "Use the program version that wrote it.": ("请使用写入它的程序版本。", "請使用寫入它的程式版本。"),
    "When it is explained or put right, a supervisor says so: changes --accept.": (
        "查明或更正之后，由主管确认：changes --accept。", "查明或更正之後，由主管確認：changes --accept。",
    ),
    "Rows leave a closed ledger only: close it, then do it again.": (
        "只能从关闭的台账移出行：请先关闭，再重做。", "只能從關閉的台帳移出列：請先關閉，再重做。",
    ),
    # the audit chain
    "This entry is not what was sealed: somebody changed the audit file. Bring it back from a backup, and ask who could write the folder.": (
        "该条目与封存时不同：有人改动了审计文件。请从备份恢复，并询问谁能写入该文件夹。",
        "該條目與封存時不同：有人變更了稽核檔案。請從備份還原，並詢問誰能寫入該資料夾。",
    ),
    "These entries stand in each other's place. Bring the audit file back from a backup, and ask who could write the folder.": (
        "这些条目的位置互换了。请从备份恢复审计文件，并询问谁能写入该文件夹。", "這些條目的位置互換了。請從備份還原稽核檔案，並詢問誰能寫入該資料夾。",
    ),
    "These entries are missing in the audit chain. Bring the file back from a backup, and ask who could write the folder.": (
        "审计链缺少这些条目。请从备份恢复该文件，并询问谁能写入该文件夹。", "稽核鏈缺少這些條目。請從備份還原該檔案，並詢問誰能寫入該資料夾。",
    ),
    "This entry is another one than the next entry was sealed with. Bring the file back from a backup, and ask who could write the folder.": (
        "该条目已不是后一条目封存时所依据的那一条。请从备份恢复该文件，并询问谁能写入该文件夹。",
        "該條目已不是後一條目封存時所依據的那一條。請從備份還原該檔案，並詢問誰能寫入該資料夾。",
    ),
    "The end of the audit chain is missing, or an older copy lies here: later entries were written down elsewhere. Bring the newer file back.": (
        "审计链末尾缺失，或这里放的是较早的副本：别处记有之后的条目。请换回较新的文件。",
        "稽核鏈結尾缺漏，或這裡放的是較早的副本：別處記有之後的條目。請換回較新的檔案。",
    ),
    "This entry is not the one whose hash the journal or the sheet Runs has. Bring the file back from a backup, and ask who could write it.": (
        "该条目的校验值与日志或 Runs 工作表所记不同。请从备份恢复该文件，并询问谁能写入。",
        "該條目的校驗值與日誌或 Runs 工作表所記不同。請從備份還原該檔案，並詢問誰能寫入。",
    ),
    "The rows that the chain saw last are not those to which its entries lead: somebody changed the audit file. Bring it back from a backup.": (
        "审计链最后看到的各行与其条目推出的不符：有人改动了审计文件。请从备份恢复。",
        "稽核鏈最後看到的各列與其條目推出的不符：有人變更了稽核檔案。請從備份還原。",
    ),
    "The lock that keeps entries from being changed was taken off the audit file. Ask who did it, and read the other findings.": (
        "审计文件防止更改条目的锁被解除。请询问是谁做的，并阅读其他各条说明。", "稽核檔案防止變更條目的鎖被解除。請詢問是誰做的，並閱讀其他各則說明。",
    ),
    "The audit file cannot be read. Bring it back from a backup; without one the next run begins a new chain that says so.": (
        "审计文件无法读取。请从备份恢复；没有备份时，下次运行会开始新的审计链并注明此事。",
        "稽核檔案無法讀取。請從備份還原；沒有備份時，下次執行會開始新的稽核鏈並註明此事。",
    ),
    "A write was cut off; the next run or click finds out whether it took place and enters it.": (
        "有一次写入中断；下次运行或点击会查明是否完成并登入。", "有一次寫入中斷；下次執行或點擊會查明是否完成並登入。",
    ),
    "The audit file is not beside the ledger, though journal or Runs know of it. Bring it back; else the next run begins a new one that says so.": (
        "日志或 Runs 记有审计文件，但它不在台账旁。请放回；否则下次运行会开始新的审计文件并注明此事。",
        "日誌或 Runs 記有稽核檔案，但它不在台帳旁。請放回；否則下次執行會開始新的稽核檔案並註明此事。",
    ),
    "The journal is an older copy than the audit chain. Bring back the journal that belongs to this ledger.": (
        "日志是比审计链更早的副本。请放回属于本台账的日志。", "日誌是比稽核鏈更早的副本。請放回屬於本台帳的日誌。",
    ),
    "A new chain began here, and what happened before stands in the file named. When it is explained, a supervisor says: changes --accept.": (
        "新的审计链由此开始，此前的内容在所列文件中。查明之后，由主管确认：changes --accept。",
        "新的稽核鏈由此開始，此前的內容在所列檔案中。查明之後，由主管確認：changes --accept。",
    ),
    # training
    "Write [\"allowed\", \"blocked\", ...] as JSON.": ("请写成 JSON：[\"allowed\", \"blocked\", ...]。", "請寫成 JSON：[\"allowed\", \"blocked\", ...]。"),
    "Each answer is the word allowed or the word blocked.": ("每个答案只能是 allowed 或 blocked。", "每個答案只能是 allowed 或 blocked。"),
    "Name the ledger, and leave --answers out.": ("请指明台账，并去掉 --answers。", "請指明台帳，並去掉 --answers。"),
    "Nothing was recorded; start again.": ("没有记录；请重新开始。", "沒有記錄；請重新開始。"),
    "The result was not recorded: get write access, then train again.": (
        "结果没有记录：请取得写入权限后重新培训。", "結果沒有記錄：請取得寫入權限後重新訓練。",
    ),
    "Check your rights to read it.": ("请检查读取权限。", "請檢查讀取權限。"),
}  # fmt: skip
"""Advice of the tasks."""
