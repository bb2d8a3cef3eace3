# Excel forms and consolidated tables: what stands on the sheets, and what is wrong in a file.

# The form
workbook-sheet-figures = Figures
workbook-sheet-prose = Narrative
workbook-column-number = No.
workbook-column-label = Item
workbook-column-unit = Unit of count
workbook-column-figure = Figure
workbook-column-reason = Explanation
workbook-parts-all = { $label }:
workbook-parts-some = Of them, { $label }:
workbook-part-alone = Of them: { $label }
workbook-due = Report due: { $date }
workbook-form-mark = Form { $form }
workbook-reported-on = Date of report:
workbook-reported-on-hint = (day/month/year; optional)
workbook-guide =
    How to fill in: 1. Type only in the yellow cells, on both sheets “Figures” and “Narrative”; rename no column and delete no row.
    2. Type whole numbers without words. Nothing happened: 0; not known yet: leave blank. Percentages as percent, such as 97.5.
    3. Figures that do not add up can still be sent: give the reason in the column “Explanation”.
workbook-sign-maker = PREPARED BY
workbook-sign-head = HEAD OF THE UNIT
workbook-sign-hint = (Signature and full name)
workbook-prose-title = NARRATIVE OF THE REPORT
workbook-page = Page
workbook-enter-title = Not accepted
workbook-enter-whole = This cell takes a whole number, 0 or more, without words. Leave it blank if not known yet.
workbook-enter-percent = This cell takes a percentage, 0 or more, such as 97.5. Leave it blank if not known yet.
workbook-enter-date = This cell takes a date from { $earliest } to { $latest }, such as { $latest }.

# Files that cannot be read
workbook-empty = The file is empty; send the file saved from Excel again.
workbook-too-large = The file has { $size } MB, more than the { $limit } MB accepted; remove pictures or extra sheets and send it again.
workbook-not-a-workbook = The file is not an Excel workbook (.xlsx); send the form that was filled in.
workbook-password = The file is protected with a password and cannot be read; remove the password and send it again.
workbook-legacy = The file is in the old Excel format (.xls); open it in Excel, save it as .xlsx and send it again.
workbook-damaged = The file is damaged or cut off; open the original in Excel, save it and send it again.
workbook-bomb = The file expands to an unreasonable size and is refused; save it as a new file and send that.
workbook-not-a-form = The file is a workbook but not a report form of this campaign; fill in the form file you were given.
workbook-marks-damaged = The hidden marks of the form were altered; take a fresh form and copy the figures over.
workbook-newer-form = The form was made by a later version of this program; update the program.
workbook-not-a-table = The file is neither an .xlsx workbook nor a .csv table; save the list as one of these.
workbook-units-no-header = The list of units has no heading row with the columns { $columns }; add one at its top.
workbook-units-column-twice = The column “{ $column }” stands twice in the heading row of the list of units; remove or rename one of them.

# Faults in a form
workbook-at-sheet = Sheet “{ $sheet }”: { $problem }
workbook-at-line = Sheet “{ $sheet }” ({ $label }): { $problem }
workbook-at-cell = Sheet “{ $sheet }”, cell { $cell }: { $problem }
workbook-at-cell-line = Sheet “{ $sheet }”, cell { $cell } ({ $label }): { $problem }
workbook-not-a-number = “{ $found }” is not a number; type only the number, without words.
workbook-not-whole = “{ $found }” has a fraction; type a whole number.
workbook-negative = “{ $found }” is negative; type 0 or more.
workbook-too-large-number = “{ $found }” is far too large; check the number of digits.
workbook-not-a-date = “{ $found }” is no date of the calendar; type it as day/month/year.
workbook-date-out-of-range = { $found } is not within the time of the campaign ({ $earliest } to { $latest }); mend the date.
workbook-text-too-long = the text has { $chars } characters, more than { $limit }; shorten it.
workbook-formula-error = the formula gives the error { $found }; mend it or type the number itself.
workbook-formula-not-calculated = the formula has no result yet; open and save the file in Excel, or type the number itself.
workbook-column-renamed = the column “{ $expected }” was renamed to “{ $found }”; give it its name back.
workbook-column-missing = the column “{ $expected }” is missing; take a fresh form and copy the figures over.
workbook-keys-missing = the hidden column with the codes of the rows was removed; take a fresh form and copy the figures over.
workbook-row-missing = this row (code { $key }) of the form is missing; take a fresh form and copy the figures over.
workbook-row-unknown = this row has the code “{ $key }”, which the form does not have; remove the row.
workbook-row-twice = this row (code { $key }) stands there a second time; remove the extra row.
workbook-row-added = this row was added to the form (it says “{ $found }”); move it to a row of the form or to the narrative.
workbook-sheet-missing = The sheet “{ $name }” of the form is missing; take a fresh form and copy the figures over.
workbook-sheet-damaged = the sheet is damaged and cannot be read to its end; take a fresh form and copy the figures over.

# The consolidated tables
workbook-sheet-totals = Totals
workbook-sheet-matrix = By unit
workbook-sheet-units = Units
workbook-sheet-warnings = Warnings
workbook-consolidated-title = Consolidated tables – { $unit }
workbook-consolidated-state = As of { $date }: { $units } units; { $on_time } on time, { $late } late, { $missing } not received. Only approved reports are counted.
workbook-consolidated-counted-by = Added up by the units of { $day }.
workbook-totals-title = Consolidated figures
workbook-matrix-title = Figures by unit
workbook-units-title = Reports received
workbook-warnings-title = Figures that do not add up
workbook-no-warnings = Every figure adds up.
workbook-column-total = Total
workbook-column-filled = Units that filled it in
workbook-column-warnings = Warnings
workbook-column-code = Unit code
workbook-column-name = Unit
workbook-column-kind = Kind of unit
workbook-column-punctuality = On time
workbook-column-state = State
workbook-column-received = Received
workbook-column-revision = Revision counted
workbook-column-file = Report file
workbook-column-warning = What should hold
workbook-column-left = Left side
workbook-column-comparison = Should be
workbook-column-right = Right side
workbook-on-time = On time
workbook-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
    }
workbook-awaited = Not due yet
workbook-missing = Not received
workbook-submitted = Waiting
workbook-returned = Returned
workbook-approved = Approved
workbook-parts-do-not-add-up = The parts ({ $breakdown }) should add up to the total
workbook-part-exceeds-total = The part “{ $part }” should not exceed the total
