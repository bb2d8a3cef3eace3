# Board, review of a report, totals, consolidated report, overview.
web-campaign = Campaign
web-board-title = Progress: { $name } { $year }
web-board-views = Ways to see progress
web-board-units = By unit
web-board-tasks = By task
web-board-empty = No units to follow yet
web-board-empty-why = No unit within your reach reports in this campaign.
web-board-no-match = No unit fits
web-board-no-match-why = Take a condition away.
web-board-no-tasks = No tasks yet
web-board-no-tasks-why = No task was taken from the plan of this campaign.
web-board-summary = Showing { $shown } of { $all } units. Approved { $approved }, waiting for a decision { $waiting }, without a report or correcting { $missing }. As of { $day }; reports due { $due }.
web-board-chart = Where the units' reports stand
web-board-chart-units = Units
web-board-progress = Reports approved
web-board-any = All
web-board-kind = Kind of unit
web-board-search = Search by name or code
web-board-show = Show
web-board-narrow = Filter the units
web-board-warnings = Does not add up
web-board-unexplained = { $count } unexplained
web-board-unusual = { $count } unusual
web-board-questions = Open questions
web-board-overdue = { $days ->
    [one] { $days } day overdue
   *[other] { $days } days overdue
}
web-board-waiting-late = { $days ->
    [one] { $days } day late, waiting for a decision
   *[other] { $days } days late, waiting for a decision
}
web-board-due-today = Due today
web-board-days-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
web-board-past = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}
web-board-act = Remind and approve
web-board-act-how = Tick units in the table, then choose what to do. Each person is reminded once a day at most.
web-board-note = Note
web-board-note-hint = Sent with the reminder
web-board-approve-chosen = Approve the chosen reports
web-board-remind-chosen = Remind the chosen units
web-board-remind-all = Remind every unit that is not done
web-board-none-chosen = No unit is chosen; tick units in the table
web-board-note-long = The note is longer than { $limit } characters; shorten it
web-board-sent = Sent, seen
web-board-lead-units = { $count } units
web-board-reported = { $count } of { $all } units have reported
web-board-not-sent = Not sent to units yet
web-board-sent-seen = Sent to { $sent } units, seen by { $seen }
web-done-remind = The units were reminded.
web-done-remind-some = Reminded; some units have nobody in the system who could be told.
web-done-remind-none = Nobody needs reminding: the reports are in, or they were reminded today.
web-done-remind-nobody = Nobody was reminded: these units have nobody in the system.
web-done-approve-several = The chosen reports were approved.

web-review-title = Report of { $unit }
web-review-changed = { $code }: the report changed after you opened the page (handed in again, or somebody else decided); look again, then decide
web-review-no-file = No such file came with this report
web-review-nothing = The unit has not reported yet
web-review-nothing-why = When it does, its figures are shown here beside last year's and those of units of the same kind.
web-review-revision = Revision { $number }, received { $day }, { $by }
web-review-enter = Open the entry page
web-review-decision = Decision
web-review-waits = The report was returned and waits for the unit.
web-review-approve = Approve
web-review-return = Return
web-review-reopen = Reopen
web-review-reason = Reason, remark
web-review-reason-hint = Needed to return: say what to correct
web-review-reopen-hint = Needed: a reopened report no longer counts in totals until it is approved again
web-review-open-questions = { $count ->
    [one] { $count } question is still open.
   *[other] { $count } questions are still open.
}
web-review-warnings = { $count ->
    [one] { $count } thing does not add up
   *[other] { $count } things do not add up
}
web-review-adds-up = The figures of the report add up.
web-review-explained = Explanation: { $reason }
web-review-unexplained = Not explained.
web-review-ask = Ask about this
web-review-no-questions = No question is open.
web-review-settled = { $count } remarks are settled.
web-review-ask-report = Ask about the whole report
web-review-figures = Figures
web-review-value = Reported
web-review-median = Median ({ $kind })
web-review-remarks = To look at
web-review-open = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
web-review-far-high = Far above units of the same kind: the median of { $count } units is { $median }.
web-review-far-low = Far below units of the same kind: the median of { $count } units is { $median }.
web-review-own-high = Far above the unit's own figures: the median of { $count } earlier years is { $median }.
web-review-own-low = Far below the unit's own figures: the median of { $count } earlier years is { $median }.
web-review-prose = Prose
web-review-no-prose = The unit wrote nothing here.
web-review-prose-before = Written in { $year }
web-review-revisions = Changes between revisions
web-review-differences = Revision { $to } compared with revision { $from }
web-review-before-change = Before
web-review-after-change = After
web-review-same = Revision { $to } does not differ from revision { $from }.
web-review-compare = Compare revision { $from } with { $to }
web-review-blank = blank
web-review-reason-of = Explanation of { $cell }
web-review-files = Report files received
web-review-attachments = Attachments
web-review-events = What happened to the report
web-event-when = When
web-event-what = What
web-event-who = Who
web-event-why = Why
web-event-submit = Revision { $revision } handed in
web-event-return = Revision { $revision } returned
web-event-approve = Revision { $revision } approved
web-event-reopen = Revision { $revision } reopened
web-done-report-approve = The report was approved.
web-done-report-return = The report was returned to the unit.
web-done-report-reopen = The report was reopened.

web-thread = Questions and answers
web-thread-report = The whole report
web-thread-words = What you want to say
web-thread-hint = Read by the unit and by the agency
web-thread-send = Send
web-thread-settle = Mark as settled
web-thread-open = open
web-thread-settled = settled: { $by }, { $when }
web-thread-revision = Revision { $number }
web-thread-at = (cell { $at } of the file)
web-thread-others = Units of the same kind
web-thread-peers = median { $median }, { $count } units filled it
web-thread-no-words = Nothing is written yet
web-thread-long = Longer than { $limit } characters; shorten it
web-done-thread-written = Sent; the other side is told.
web-done-thread-settled = Marked as settled.

web-totals-title = Totals { $year }: { $unit }
web-totals-year = { $year }
web-totals-choose = Choose a unit
web-totals-none = No report is approved yet
web-totals-none-why = Totals and merged prose are there as soon as the first report is approved.
web-totals-counted = { $count ->
    [one] From { $count } approved report. Open an item to see the units that make it.
   *[other] From { $count } approved reports. Open an item to see the units that make it.
}
web-totals-completeness = { $received } of { $expected } units have reported, { $on_time } on time.
web-totals-as-of = By the units of this day
web-totals-as-of-hint = Left empty: of the day by which reports are due. Each report counts at the unit that holds all of its ground on the day chosen.
web-consolidated-as-of = The report by the units of another day
web-totals-as-of-other = Show by the units of another day
web-totals-moved = { $count ->
    [one] { $count } report counts at another unit than the one that reported
   *[other] { $count } reports count at another unit than the one that reported
}
web-totals-moved-whole = { $from } (old unit, reported), now { $at }
web-totals-moved-divided = { $from } (old unit, reported) was divided and counts whole at { $at }
web-totals-moved-more = and { $count } more
web-totals-by-day = By the units of { $day }.
web-totals-stands-at = Counts at { $at }
web-totals-nowhere = { $count ->
    [one] { $count } report is in no total: no unit of this day holds all of its ground.
   *[other] { $count } reports are in no total: no unit of this day holds all of their ground.
}
web-totals-units = Units with a figure
web-totals-texts = Items in words
web-totals-of = { $unit } and the units below it
web-totals-made-of = Units that make the figure
web-totals-ratio = The share is worked out from the totals of two other items; the units' own figures below are for reference.
web-totals-no-parts = No approved report fills this item yet.
web-totals-hidden = { $count } more units whose reports you may not see.
web-totals-source = Source
web-totals-open = See revisions and files
web-totals-opened = Source of the figure: { $unit }
web-totals-file = File
web-totals-cell = Cell of the file

web-consolidated-title = Consolidated report { $year }: { $unit }
web-consolidated-counted = From { $count } of { $all } reports (approved ones only).
web-consolidated-docx = Download report.docx
web-consolidated-xlsx = Download report.xlsx
web-consolidated-more = and { $count } more units
web-consolidated-warnings-why = What does not add up stands in the report with its explanations; { $count } have none yet.
web-consolidated-warnings-more = { $count } more stand in report.docx.
web-prose-edited = Edited: { $by }, { $when }
web-prose-newer = { $count ->
    [one] { $count } report with this section was approved after the last edit; see whether something is to be added.
   *[other] { $count } reports with this section were approved after the last edit; see whether something is to be added.
}
web-prose-nobody = No unit wrote this section yet.
web-prose-sources = What the units wrote
web-prose-all = See what every unit wrote
web-prose-edit = Edit this section
web-prose-save = Save
web-prose-back = Back to the merged prose
web-prose-words = Prose of the section
web-prose-hint = Each line is a paragraph; at most { $limit } characters
web-prose-theirs = As it is now: { $by }, { $when }
web-prose-history = Edits
web-prose-edit-of = Edit { $number }: { $by }, { $when }
web-prose-was-merged = Back to the merged prose.
web-prose-no-section = The form has no section “{ $name }”
web-prose-changed = Somebody else just saved this section; your words are still below: look at the other text, then save again
web-prose-long = Longer than { $limit } characters; shorten it
web-done-prose-saved = The prose was saved.
web-done-prose-merged = This section is the merged prose again.
web-letter = Letterhead and signature
web-letter-edit = Edit letterhead and signature
web-letter-blank = (left blank)
web-letter-printed = As it will be printed in report.docx.
web-letter-hint = Left empty: as the plan was issued, or as is usual
web-letter-parent-body = Parent body
web-letter-issuer = Issuing body
web-letter-number = Number
web-letter-symbol = Symbol
web-letter-place = Place
web-letter-date = Date of issue
web-letter-authority = Lines of authority
web-letter-authority-hint = One a line, such as KT. GIÁM ĐỐC
web-letter-signer-title = Position of the signer
web-letter-signer = Name of the signer
web-letter-bad-number = The number of the report must be a whole number from 1
web-letter-bad-date = The date of issue is not in the calendar
web-done-letter = Letterhead and signature were saved.

web-sign-off = The leader's word
web-sign-off-none = The leader has not decided on the consolidated report yet.
web-sign-off-approved = Approved by { $by } at { $when }.
web-sign-off-approved-changed = Approved by { $by } at { $when }, but the report changed afterwards; it needs approval again.
web-sign-off-returned = Returned by { $by } at { $when }.
web-sign-off-returned-changed = Returned by { $by } at { $when }; the report was changed afterwards.
web-sign-off-reason = Remark: { $reason }
web-sign-off-word-missing = Not approved yet
web-sign-off-word-approved = Approved
web-sign-off-word-late = Changed
web-sign-off-word-returned = Returned
web-sign-off-word-submitted = Corrected
web-sign-off-read = Read the report (report.docx)
web-sign-off-approve = Approve the consolidated report
web-sign-off-return = Return
web-sign-off-hint = Needed to return
web-sign-off-history = Decisions so far
web-sign-off-meanwhile = The consolidated report changed after you opened the page; look again, then decide
web-done-sign-off-approved = The consolidated report was approved.
web-done-sign-off-returned = The consolidated report was returned.

web-overview-title = Overview { $year }: { $unit }
web-overview-day = As of { $day }; reports due { $due }.
web-overview-headlines = Main figures
web-overview-late = Late or to be corrected
web-overview-none-late = No unit is late or has something to correct.
web-overview-all-late = See on the board ({ $count } units)
web-overview-map = Tile map
web-overview-map-title = Where the units' reports stand
web-overview-pictures = Charts
web-overview-choose = Choose the item of the charts
web-overview-by-year = { $item }: by year
web-overview-by-unit = { $item }: highest { $shown } of { $all } units
