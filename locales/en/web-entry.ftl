# Pages of unit officers: what is due, typing a report.
part-sheet-label = Item
part-sheet-figure = Figure
part-sheet-unit = Unit
part-sheet-notes = Notes
part-sheet-reason = Explanation
part-sheet-reason-of = Explanation: { $name }
part-sheet-questions = Messages: { $count }

submit-closed = The campaign is closed and takes no more reports; if something must be added, ask the standing agency

web-due = What is due
web-due-none = No campaign is open yet
web-due-none-more = Once there is one, what waits for you is shown here.
web-due-all-done = Nothing waits for you.
web-due-report-day = Reports are due by { $day }
web-due-in-days = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
web-due-today = today is the last day
web-due-past = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
}
web-due-fix = The report was returned: correct it and send it again
web-due-fix-why = Reason: { $reason }
web-due-fix-do = Correct the report
web-due-report = Send the report
web-due-report-start = Start the report
web-due-report-continue = Go on with the report
web-due-report-draft = Draft saved at { $when } by { $by }
web-due-sent = The report was sent on { $day }
web-due-open = See the report
web-due-question = Question about “{ $cell }”
web-due-question-whole = Question about the report
web-due-question-by = { $by }, { $when }:
web-due-question-do = Answer
web-due-tasks = Tasks
web-due-tasks-none = The plan gives the unit no task of its own.
web-due-task-lead = Leads
web-due-task-joins = Joins in
web-due-task-new = New
web-due-task-day = Due: { $day }
web-due-task-source = See it in the plan
web-due-waiting = Reports of the units
web-due-approved = Reports approved
web-due-to-decide = Reports waiting for a decision
web-due-to-decide-none = No report waits for a decision.
web-due-late = Units that are late
web-due-received = sent on { $day }
web-due-more = See all on the progress page
web-due-administer = Administration
web-due-administer-units = Units
web-due-administer-people = People and roles
web-due-administer-audit = Audit trail

web-entry = Report of the unit
web-entry-choose = Choose a unit
web-entry-no-unit = You do not type the report of any unit in this campaign
web-entry-no-unit-more = If you need to, ask the administrator of your unit.
web-entry-state = State
web-entry-due = Due
web-entry-form = Form
web-entry-figures = Figures
web-entry-figures-hint = Write 0 for none; leave blank what is not known yet. Figures that do not add up can be sent; a reason saves a question.
web-entry-prose = Prose
web-entry-year-before = { $year }
web-entry-text-before = What the unit wrote in { $year }
web-entry-reason-of = Explanation of { $label }
web-entry-save = Save
web-entry-review = Check and send
web-entry-returned = The report was returned: { $reason }
web-entry-sent-note = The report was sent and waits for a decision. If you change it, send it again.
web-entry-approved = The report is approved and cannot be changed; if something is wrong, ask the standing agency to reopen it
web-entry-closed = The campaign is closed; the report can only be looked at.
web-entry-outdated = After this draft was begun, the unit sent another report. Look it over, or discard the draft to go back to the report sent.
web-entry-discard = Discard the draft
web-entry-discard-ask = Discard the draft?
web-entry-discard-more = What was typed and not sent will be lost. The report that was sent stays as it is.
web-entry-draft-of = Draft saved at { $when } by { $by }
web-entry-nothing-yet = Nothing typed yet
web-entry-upload-link = Send an Excel file instead
web-entry-not-a-reporter = This unit does not report in this campaign
web-entry-unknown-field = The form has no field “{ $field }”; load the page again and go on
web-entry-key-reused = This request has the key of another one; load the page again
web-entry-faults = { $count ->
    [one] { $count } field cannot be read; correct the field marked and send again
   *[other] { $count } fields cannot be read; correct the fields marked and send again
}
web-entry-blank = The report is blank; type figures or prose before sending it
web-entry-reason-alone = There is an explanation but no figure; write the figure (0 for none) or remove the explanation.
web-entry-moment = { $time } on { $day }

web-live-saving = Saving…
web-live-saved = Saved at { $time }
web-live-unsaved = There are changes not saved yet
web-live-away = No network: what you typed is kept on this device and will be sent when there is one
web-live-signed-out = You were signed out. What you typed is kept on this device; sign in again to save it
web-live-sign-in = Sign in again
web-live-refused = Not saved: { $why }
web-live-elsewhere = This report is open in another tab of this browser. Close that one; this one will unlock by itself
web-live-restored = What was kept on this device and not sent yet is shown again
web-live-pasted = Pasted into cells: { $count }; press Ctrl+Z to undo
web-live-undone = Undone
web-live-not-a-number = Not a number; write digits only.
web-live-not-whole = It has a fraction; write a whole number.
web-live-negative = A negative number; write 0 or more.
web-live-queue = Send when there is a network
web-live-queue-ask = There is no network. The report will be sent as soon as there is one, while this page is open or when you open it again. Queue it?
web-live-queued = The report waits for the network and has not reached the standing agency yet
web-live-unqueue = Do not send yet
web-live-unstored = The browser does not keep anything on this device; save before you leave the page

web-conflict = There are two different versions
web-conflict-more = { $by } saved another version at { $when }. Nothing was written over. Choose what to keep for each cell.
web-conflict-sent = The report was sent at { $when } (by { $by }) and differs from yours. Nothing was written over. Choose what to keep for each cell.
web-conflict-field = Cell
web-conflict-mine = Yours
web-conflict-theirs = Saved
web-conflict-blank = (blank)
web-conflict-all-mine = Keep all of yours
web-conflict-all-theirs = Keep all that is saved
web-conflict-keep = Save what was chosen

web-send = Check and send the report
web-send-unit = Unit
web-send-figures = Cells filled in
web-send-prose = Sections written
web-send-files = Files attached
web-send-prose-count = { $done }/{ $all }
web-send-faults = To be corrected before sending
web-send-warnings = Figures that do not add up
web-send-warnings-none = All figures add up.
web-send-unexplained = No reason given
web-send-explained = Reason: { $reason }
web-send-unexplained-note = The report can be sent without reasons; a reason saves a question.
web-send-do = Send the report
web-send-back = Back to the report
web-send-nothing = Nothing to send
web-send-nothing-more = Nothing was changed since the report was sent.

web-upload = Send the report as an Excel file
web-upload-form = Form to fill in
web-upload-form-filled = Form filled with what is typed so far
web-upload-form-blank = Blank form
web-upload-files = Filled files
web-upload-files-hint = .xlsx files from this page or from the standing agency; several may be chosen
web-upload-do = Send
web-upload-result = What became of the files
web-upload-taken = Taken: { $name }, revision { $revision }, cells filled in: { $filled }
web-upload-again = This file was taken before: { $name }, revision { $revision }
web-upload-refused = This file was not taken
web-upload-loose = Explanations in { $cells } stand beside blank figures and are kept in the file only.
web-upload-other-form = This is not the form of the campaign; download it from this page again and copy the figures.
web-upload-more = Send another file

web-attach = Files and photos
web-attach-hint = PDF, Word (.docx), Excel (.xlsx), JPEG, PNG and WebP pictures; at most { $limit } MB each. Files are kept as they are, with the place and time written in photos, if any; attach no photo that shows who a survivor is.
web-attach-files = Choose files
web-attach-do = Attach
web-attach-remove = Remove
web-attach-by = { $by }, { $when }
web-attach-kind = Only PDF, Word (.docx), Excel (.xlsx) and JPEG, PNG or WebP pictures are taken; nothing was attached
web-attach-too-large = A file is larger than { $limit } MB; nothing was attached
web-attach-none = Choose at least one file
web-attach-unknown = There is no such file beside the report

web-entry-thread = Messages about the report
web-entry-thread-whole = About the whole report
web-entry-thread-settled = (settled)
web-answer = Answer
web-answer-new = Write about the whole report
web-answer-do = Send

web-history = What happened
web-history-when = When
web-history-what = What
web-history-revision = Revision
web-history-by = Who
web-history-reason = Reason
web-history-submit = Sent
web-history-return = Returned
web-history-approve = Approved
web-history-reopen = Reopened
web-history-file = Download the report sent (revision { $revision })

web-notices = Notices
web-notices-none = No notices yet
web-notices-none-more = Reminders, returned reports and questions are shown here.
web-notices-read-all = Mark all as read
web-notices-new = New
web-notices-older = Older notices
web-notices-open = Open

web-done-draft-saved = The draft is saved.
web-done-draft-discarded = The draft is discarded.
web-done-report-sent = The report was sent to the standing agency.
web-done-report-sent-before = This report had been sent before.
web-done-file-attached = The files are attached.
web-done-file-removed = The file is removed from the report.
web-done-answer-sent = The answer is sent.
web-done-notices-read = All notices are marked as read.

notice-reminder = { $unit } has not sent its report; it is due on { $due_on }. { $note }
notice-escalation = Units late since { $due_on }: { $count } ({ $units })
notice-question = There is a question about the report of { $unit }
notice-answer = { $unit } answered a question about its report
notice-report-approve = The report of { $unit } was approved
notice-report-return = The report of { $unit } was returned: correct it and send it again
notice-report-reopen = The report of { $unit } was reopened
notice-tasks-sent = Tasks given to the unit: { $count }
notice-task-taken-back = Task { $task } is no longer given to the unit
notice-campaign-due = Reports are now due on { $after }, not { $before }. { $reason }
notice-sign-off-approved = The leader agreed to the consolidated report of { $unit }
notice-sign-off-returned = The leader returned the consolidated report of { $unit }
notice-other = There is a new notice
