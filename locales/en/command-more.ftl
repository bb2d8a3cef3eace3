# The command line: tasks, reminders, units, people, audit trail.
help-any-kind = Kind: province, district, commune, department, union, school or other
help-any-look = Only look what would happen, write nothing
help-any-on = From which day on (default: today)
help-any-role = Role: administrator, agency, officer or leader
help-any-sign-in = Sign-in name

help-task = Tasks of a campaign: list, assign, set days, send to units
help-task-list = The tasks, the units that have them, what was sent and seen
help-task-list-example = chungtay task list
help-task-assign = Give units a part in a task, or take it from them
help-task-assign-example = chungtay task assign 3 AG-05 AG-06 --joins
help-task-assign-task = Number of the task
help-task-assign-units = Codes of the units
help-task-assign-joins = They join in (default: they lead)
help-task-assign-take = Take this part from them
help-task-due = Set the day by which a task is due
help-task-due-example = chungtay task due 3 2026-11-20
help-task-due-task = Number of the task
help-task-due-day = The day
help-task-due-none = The task has no day of its own
help-task-send = Send tasks to their units; sent again, only what is new goes out
help-task-send-example = chungtay task send
help-task-send-tasks = Numbers of the tasks (default: all)
help-remind = Remind units whose report is missing or was returned; each person once a day
help-remind-example = chungtay remind --all --note "Before 5 p.m., please"
help-remind-units = Codes of the units
help-remind-all = Every unit whose report is missing
help-remind-note = Words to go with it, at most 1,000 characters
help-units = Units: list, change, merge, split, import; find one of Vietnam
help-units-list = The units of a day, by level
help-units-list-example = chungtay units list --on 2025-07-01
help-units-list-on = The day (default: today)
help-units-add = Add a unit
help-units-add-example = chungtay units add AG-25 "Xã Suối Mẫu" --kind commune --parent AG
help-units-add-code = Its code
help-units-add-name = Its full name
help-units-add-parent = Code of the unit above it (default: none)
help-units-rename = Change name, code, kind or the unit above; what is not said stays
help-units-rename-example = chungtay units rename AG-05 "Phường Hòa Lộc" --on 2027-01-01
help-units-rename-unit = Its code now
help-units-rename-name = Its new name
help-units-rename-code = Its new code
help-units-rename-parent = Code of the unit above it from then on
help-units-end = End a unit; its reports stay
help-units-end-example = chungtay units end AG-05 --on 2027-01-01
help-units-merge = Merge units into one; reports stay with the units that made them
help-units-merge-example = chungtay units merge AG-05 AG-06 --into "AG-30=Xã Hợp Mẫu" --on 2027-01-01 --look
help-units-merge-units = Codes of the units
help-units-merge-into = Code and name of the new unit
help-units-merge-keeps = Code of the old unit that goes on as the new one (default: all of them end)
help-units-merge-on = From which day on
help-units-split = Split a unit; reports stay with the unit that made them
help-units-split-example = chungtay units split AG-05 --into "AG-31=Xã Đông Mẫu" --into "AG-32=Xã Tây Mẫu" --on 2027-01-01
help-units-split-unit = Code of the unit
help-units-split-into = Code and name of a new unit; several times
help-units-split-keeps = The old unit goes on as the first new one
help-units-split-on = From which day on
help-units-import = Take in a list of units (.csv or .xlsx): code, name, kind, parent
help-units-import-example = chungtay units import units.csv --on 2027-01-01 --look
help-units-import-file = The list
help-units-import-under = Code of the unit that units without a parent are put under
help-units-import-another = A known code with another name is another unit (default: the same, renamed)
help-people = People: invite, list, give roles, keep out, reset passwords
help-people-add = Invite a person; prints the link with which they choose a password
help-people-add-example = chungtay people add thu.ha --name "Trần Thị Thu Hà Mẫu" --unit AG-05 --role officer
help-people-add-name = Full name
help-people-add-email = Address for reminders
help-people-list = People and their roles
help-people-list-example = chungtay people list hoa loc
help-people-list-words = Look for this in names, addresses, units; with or without accents
help-people-role = Give a role at a unit, or take it away
help-people-role-example = chungtay people role thu.ha --unit AG --role agency
help-people-role-end = Take this role away
help-people-disable = Keep a person out; their sign-ins end
help-people-disable-example = chungtay people disable thu.ha
help-people-disable-undo = Let them in again
help-people-reset = Print a link with which a person chooses a new password
help-people-reset-example = chungtay people reset thu.ha
help-people-reset-second-factor = Drop the second factor too, when the phone is lost
help-audit = The audit trail: who changed what, the newest first
help-audit-example = chungtay audit --action report.approve --last 10
help-audit-actor = Name of who did it, as written
help-audit-action = What was done, such as report.approve
help-audit-last = How many
help-audit-json = One line of JSON for each

column-sent = Sent
column-seen = Seen
column-kind = Kind
column-from = Since
column-sign-in-name = Sign-in name
column-person = Name
column-roles = Roles
column-email = Address
column-person-state = Account
column-at = When
column-actor = Who
column-action = What
column-before = Before
column-after = After

task-unsettled = Task { $task }: no unit is called “{ $name }”; give the task with chungtay task assign
task-part-given = Task { $task } given to { $units }
task-part-taken = Task { $task } taken from { $units }
task-due-set = Task { $task }: due { $day }
task-due-none = Task { $task }: no day of its own
task-sent = { $parts ->
    [one] One new part
   *[other] { $parts } new parts
} sent to { $units ->
    [one] one unit
   *[other] { $units } units
}, { $people ->
    [one] one person
   *[other] { $people } people
} told.
reminded = Reminded { $units ->
    [one] one unit
   *[other] { $units } units
}, { $people ->
    [one] one person
   *[other] { $people } people
}.
reminded-done = Nothing to do for { $units ->
    [one] one unit
   *[other] { $units } units
}: the report is in.
reminded-again = Reminded before today: { $units ->
    [one] one unit
   *[other] { $units } units
}.
reminded-nobody = Nobody to remind at { $units ->
    [one] one unit
   *[other] { $units } units
}; invite people with chungtay people add
reminded-mail = Mails are sent by chungtay serve, once a mail server is set.

units-on = { $count ->
    [one] One unit
   *[other] { $count } units
} on { $day }
units-added = Added { $name } ({ $code }) from { $day } on.
units-changed = From { $day } on: { $name } ({ $code }).
units-ended = { $name } ({ $code }) ends on { $day }.
units-reform-look = Nothing is written yet. From { $day } on it would be so:
units-reform-done = Done. From { $day } on:
units-reform-ends = { $name } ({ $code }) ends
units-reform-begins = { $name } ({ $code }) begins
units-reform-moves = { $unit } goes to { $to }
units-reform-campaign = { $campaign }: reports kept: { $reports }, tasks handed over: { $tasks }
units-reform-untouched = { $campaign }: due before that day, reports ({ $reports }) and tasks ({ $tasks }) stay as they are
units-reform-role = { $name } is { $role } at { $unit } too
units-import-look = Nothing is written yet. New: { $added }; changed: { $changed }; replaced by another unit: { $replaced }; as before: { $same }.
units-import-done = New: { $added }; changed: { $changed }; replaced by another unit: { $replaced }; as before: { $same }.

people-none = Nobody.
people-link = Hand this link to { $name } to choose a password; it is shown only once: { $link }
people-state-in = in use
people-state-invited = no password yet
people-state-out = kept out
people-role-given = { $name }: { $role } at { $unit }
people-role-ended = { $name }: no longer { $role } at { $unit }
people-kept-out = { $name } is kept out.
people-let-in = { $name } may come in again.
audit-none = Nothing.
audit-older = There is more; ask for it with --last
