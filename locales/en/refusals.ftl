# What cannot be done, why, and what to do. One sentence each.
and-more = … and { $more } more.

file-not-found = There is no file { $path }; check the path.
file-is-a-folder = { $path } is a folder; name a file.
file-not-a-folder = { $path } is a file; choose a folder.
file-no-permission = { $path } may not be read or written; check its permissions.
file-too-large = { $path } is larger than { $limit } MB; send the document or form itself, without large pictures.
file-taken = There is a file { $path } with other content already, perhaps a filled form; choose another folder or move that file away.
file-disk-full = The disk is full while writing { $path }; make room and try again, what was there before is untouched.
file-other = { $path } cannot be read or written: { $what }.

read-empty = The file is empty; send one with content.
read-too-large = The file is larger than { $limit } MB; take out pictures and send it again.
read-word97 = This document is older than Word 97; open it in a newer Word and save it as .docx.
read-password = The file has a password; open it, remove the password and send it again.
read-damaged = The file is damaged or cut short; send the original again.
read-bomb = The file expands far beyond a document and was not read; save it again in Word.
read-no-text = The document has no text; send the original file with its text, not a picture or a scan.
read-scanned = This is a scan, pictures without text; ask for the original file or one with recognised text.
read-unknown-format = The file is not a document that can be read; use a .docx, .doc, .odt, .pdf, .html or .txt file.

store-not-a-database = The database file of the server is not one of Chung Tay; tell whoever runs the server.
store-not-a-database-terminal = chungtay.db in the data folder is not a Chung Tay database; choose another folder with --data.
store-newer-schema = The data was made by a newer release; update the program.
store-disk-full = The disk that holds the data is full; make room and try again, everything acknowledged is safe.
store-disk-failed = The disk that holds the data failed; check it and try again, everything acknowledged is safe.
store-busy = Another program has been writing for long; wait and try again.
store-read-only = The data folder cannot be opened or written; check the folder and its permissions.
store-not-a-folder = The server was pointed at a file instead of a data folder; tell whoever runs the server.
store-not-a-folder-terminal = The path after --data is a file; choose a folder.
store-form-changed = Form { $form } version { $version } is stored with other content; raise its version.
store-corrupt = The stored data is damaged; restore the data folder from a backup.
store-conflict = The data was changed meanwhile; look again and retry.
store-other = The database reports: { $what }

form-wrong = The form file is not right ({ $what }); mend it after the pattern of forms/action-month.toml.
form-syntax = The form file, line { $line }: not written as TOML, or not an entry of a form ({ $what }); mend it after the pattern of forms/action-month.toml.
form-duplicate = The form file uses the name “{ $name }” twice; give each place its own.
form-unknown = The form file: “{ $from }” names “{ $to }”, which the form does not have; make the names agree.
form-roll-up = The form file: the roll_up of “{ $item }” does not go with its kind; see the guide at the top of forms/action-month.toml.
form-rule-no-comparison = The form file: check “{ $check }” needs exactly one of =, <= and >=; mend it.
form-rule-not-a-term = The form file: check “{ $check }” has “{ $term }”, which is neither a cell, a whole number, + nor -; mend it.
form-rule-sign = The form file: check “{ $check }” has a sign missing or too many near “{ $term }”; mend it.
form-empty = The form file has no items; add at least one [[group.item]].
hierarchy-cycle = The parents of unit { $code } form a circle; mend the parent column.

units-empty = The list has no units; add at least one row.
units-bad-code = Row { $line }: “{ $code }” cannot be a code; use letters, digits, - _ or a dot.
units-no-name = Row { $line }: the name is missing; add it.
units-unknown-kind = Row { $line }: there is no kind “{ $kind }”; use province, district, commune, department, union, school or other.
units-same-code = Row { $line }: code “{ $code }” already stands on row { $first }; give each unit its own.
units-same-name = Row { $line }: “{ $name }” already stands on row { $first } under the same parent; remove one or make the names differ.
units-unknown-parent = Row { $line }: no unit has the code “{ $code }” given as parent; mend the parent column or add that unit.
units-circle = Row { $line }: unit “{ $code }” is its own ancestor, directly or through others; mend the parent column.

open-plan = The plan cannot be read: { $why }
open-not-a-plan = This document is not a plan; choose the plan that opens the campaign.
open-no-year = The plan does not say for which year it is; add the year to its title or its date.
open-date-out-of-range = The plan has the date { $date }, which is not in the years 2000 to 2100; mend it in the document.
open-no-due-day = The plan does not say by when to report; fill in the due day.
open-no-due-day-terminal = The plan does not say by when to report; add --due and a day, such as --due 2026-12-20.
open-other-due-day = This campaign is open with reports due { $day }; change the day on the page of the campaign.
open-other-due-day-terminal = This campaign is open with reports due { $day }; the day cannot be changed any more, to use another open it in a new data folder (--data).
open-due-before-period = The due day { $day } is before the campaign begins; check the plan or the day filled in.
open-due-before-period-terminal = The due day { $day } is before the campaign begins; check the plan or the day given with --due.
open-units = The unit list cannot be read: { $why }
open-form-not-text = The form file is not text; use a TOML file such as forms/action-month.toml.
open-code-taken = Code { $code } already stands for another unit this year; use another code.

note-period-assumed = The plan does not state its period; 15 November to 15 December was taken.
note-issuer-added = The list lacks the issuing body; { $name } was added with code { $code }.
note-code-reused = Code { $code } stood for { $before }; it is now a new unit, old figures stay with the old one.
note-due-day-chosen = The plan gives several days for reporting; { $taken } was taken, not { $others }. If that is wrong, change it on the page of the campaign.
note-due-day-chosen-terminal = The plan gives several days for reporting; { $taken } was taken, not { $others }. If that is wrong, open it in a new data folder with --due.
note-no-tasks = No task for a named unit was found in the plan; every unit still has the duty to report.

data-none-yet-terminal = The folder { $folder } holds no data yet; check --data, or begin with: chungtay campaign open --plan FILE --units FILE
forbidden = Your account may not do this; ask an administrator if you should
find-no-campaign = No campaign is open yet; the standing agency opens one on the Plans page.
find-no-campaign-terminal = No campaign is open yet; begin with: chungtay campaign open --plan FILE --units FILE
find-unknown-campaign = There is no campaign “{ $name }”; choose one on the Campaign page.
find-unknown-campaign-terminal = There is no campaign “{ $name }”; see: chungtay campaign list
find-ambiguous = Several campaigns answer to “{ $name }”; choose by the plan's number.
find-ambiguous-terminal = Several campaigns answer to “{ $name }”; use the plan's number, see: chungtay campaign list
find-unknown-unit = No unit has the code “{ $code }” in this campaign; check the code.
find-unknown-unit-terminal = No unit has the code “{ $code }” in this campaign; see the codes with: chungtay status

submit-other-campaign = This form belongs to another campaign; use the form of the open one.
submit-other-campaign-terminal = This form belongs to another campaign; use the form of the open one, exported with: chungtay form export
submit-other-form = This form is not the campaign's form; fetch the campaign's form again.
submit-other-form-terminal = This form is not the campaign's form; export it again with: chungtay form export
submit-not-a-reporter = Unit { $code } does not report in this campaign; check the code.
submit-not-a-reporter-terminal = Unit { $code } does not report in this campaign; see the codes with: chungtay status
submit-received-out-of-range = The day of receipt { $day } is not between { $earliest } and { $latest }; check the day of receipt.
submit-received-out-of-range-terminal = The day of receipt { $day } is not between { $earliest } and { $latest }; check --received.
submit-blank = The form is blank; fill in figures or text and send it again.

refusal-nothing-submitted = The unit has not sent a report; wait until it does.
refusal-nothing-submitted-terminal = The unit has not sent a report; when it comes, use: chungtay report submit
refusal-already-approved = The report is approved; to change it, reopen it first.
refusal-already-approved-terminal = The report is approved; to change it, reopen it with: chungtay report reopen
refusal-waits-for-unit = The report was returned and waits for the unit to send it again.
refusal-waits-for-unit-terminal = The report was returned and waits for the unit; when it comes again, use: chungtay report submit
refusal-not-approved = The report is not approved, so there is nothing to reopen; to have it corrected, return it.
refusal-not-approved-terminal = The report is not approved, so there is nothing to reopen; to have it corrected, use: chungtay report return
refusal-reason-missing = The reason is missing; say why.
refusal-reason-missing-terminal = The reason is missing; add --reason and say why.

decide-nothing-waits = No report waits for a decision.
decide-nothing-waits-terminal = No report waits for a decision; see how things stand with: chungtay status
consolidate-nothing-approved = No report is approved yet; approve reports first.
consolidate-nothing-approved-terminal = No report is approved yet; approve with: chungtay report approve
write-document = The document cannot be made: { $what }.
write-workbook = The workbook cannot be made: { $what }.
trace-unknown-figure = The form has no figure “{ $name }”; use its number (such as 2.3) or its cell name (such as talks).
sample-folder-taken = The folder { $path } holds other data.
sample-folder-taken-terminal = The folder { $path } holds other data; choose another with --data.
sample-source = The sample data of this program is not right: { $what }.

warning-parts = { $item } - { $by }: the parts come to { $sum }, the total says { $total }.
warning-part-exceeds = { $item } - { $part }: { $value } is more than the total { $total }.
warning-rule = { $message } (is { $left }, should be { $sign } { $right }).

punctuality-on-time = on time
punctuality-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
}
punctuality-awaited = awaited
punctuality-missing = missing

state-none = not sent
state-submitted = to be decided
state-returned = returned
state-approved = approved

draft-no-table = The document has no table that asks for figures (items, unit, figure); choose one with a form in its appendix.
draft-bad-id = “{ $id }” cannot name a form; use small letters a-z, digits, - or _.

sign-in-wrong = The sign-in name or the password is wrong
sign-in-wrong-code = The code is wrong or was used already; wait for a new one on your phone and type it in
sign-in-wait = Too many failures; wait { $seconds } seconds and try again
sign-in-stale-code = This code is wrong, used or too old; ask for a new one
sign-in-short-password = A password needs at least { $least } characters; a short sentence you remember is good
sign-in-long-password = The password is too long; choose one under 500 characters
sign-in-easy-password = This password is too easy to guess; choose another one, without the sign-in name in it
sign-in-bad-name = A full name is needed, and a sign-in name of 3 to 60 letters, digits, dots or dashes, without spaces
sign-in-name-taken = Somebody has this sign-in name already; choose another one
people-unknown = There is no such person
people-last-administrator = At least one administrator must remain; make somebody else administrator first
