# Tasks: added, worded anew, withdrawn; how far each is; reminders of single tasks.

desk-withdrawn = Task { $number } was withdrawn; take it up again first if it is needed.
desk-words-missing = The task has no words; write what is to be done.
desk-words-too-long = That is more than { $limit } characters; write it more briefly.
desk-no-such-sentence = There is no such sentence in the plan; choose one from the list again.
desk-sentence-taken = That sentence belongs to task { $number } already; choose another, or change that task.
desk-no-part = That unit has no part in the task; check the unit.
desk-not-done = The unit has not said that it is done with this task, so there is nothing to give back.

# Adding a task
web-task-add = Add a task
web-task-add-hint = For work in the plan that was not read, or that the agency gives besides. Once added, send it to its units.
web-task-add-words = What is to be done
web-task-add-lead = Who leads
web-task-add-lead-hint = Names or codes of units, or a class of them as a plan says it in Vietnamese (các xã, phường); parted by semicolons
web-task-add-joining = Who joins in
web-task-add-sentence = Sentence chosen from the plan
web-task-add-sentence-none = Do not use this sentence
web-task-add-sentences = Choose a sentence of the plan
web-task-add-sentences-hint = A task made from a sentence leads back to it in the plan.
web-task-add-search = Sentences with the words
web-task-add-narrow = Filter the sentences
web-task-add-use = Use this sentence
web-task-add-taken = in task { $number } already
web-task-add-no-match = No sentence fits; try other words.
web-task-add-no-plan = The plan kept here cannot be read, so no sentence can be chosen; a task can still be added in words of your own.

# One task
web-task-source = Where it comes from
web-task-added-by = Added by the agency on { $day }, by { $by }
web-task-added = added by the agency
web-task-withdrawn = withdrawn
web-task-withdrawn-told = This task was withdrawn on { $day } by { $by }. The reason: { $reason }
web-task-restore = Take the task up again
web-task-first-words = Its first words
web-task-reworded-by = Worded anew on { $day } by { $by }
web-task-reword-title = Other words
web-task-reword = Use these words
web-task-withdraw-title = Withdraw the task
web-task-withdraw-hint = It stays to be seen as withdrawn; the units it was sent to are told, with the reason
web-task-withdraw-reason = Reason
web-task-withdraw = Withdraw this task

# How far each part is
web-progress = Progress
web-progress-done = Done
web-progress-done-on = Done on { $day }
web-progress-done-late = Done on { $day }, { $days } { $days ->
    [one] day
   *[other] days
} late
web-progress-returned = Given back
web-progress-late = { $days } { $days ->
    [one] day
   *[other] days
} overdue
web-progress-due-today = Due today
web-progress-due-soon = { $days } { $days ->
    [one] day
   *[other] days
} left
web-progress-open = Not done yet
web-progress-said = { $by }: { $note }
web-progress-own = The part of { $unit }
web-progress-say-on = Day it was done
web-progress-say-note = What was done, in short
web-progress-say-note-hint = For example: 12 banners put up in 6 villages
web-progress-say = Say that it is done
web-progress-say-again = Change what was said
web-progress-take-back = Take it back
web-progress-returned-why = Given back by the agency: { $reason }
web-progress-give-back = Give back
web-progress-give-back-title = Give a part back
web-progress-give-back-question = { $unit } said that it is done with task { $number }. Given back, the unit has to go on with it, and is told why.
web-progress-give-back-reason = Why it is given back

# The board of tasks
web-board-task-late = Some units overdue
web-board-task-returned = Some parts given back
web-board-task-due-soon = Due soon
web-board-task-open = Under way
web-board-task-done = Done
web-board-task-progress = { $done } of { $all } leading units done
web-board-task-count-late = { $count } overdue
web-board-task-count-returned = { $count } given back
web-board-task-count-due-soon = { $count } due soon
web-board-task-count-done-late = { $count } done late
web-board-task-nobody = No unit leads it yet
web-board-task-remind = Remind
web-board-task-remind-about = the units that have not done task { $number }
web-board-task-remind-column = Reminder
web-board-task-summary = Showing { $shown } of { $all } tasks; { $done } done, { $late } with units overdue.
web-board-task-all = Show all tasks
web-board-task-no-match = No task is like that

# The page of a unit
web-due-task-open = Open the task, say that it is done
web-due-task-see = See the task

# After something was done
web-done-task-added = The task was added. Send it to its units.
web-done-task-reworded = The new words are used; the first ones are kept.
web-done-task-withdrawn = The task was withdrawn.
web-done-task-restored = The task was taken up again.
web-done-part-done = It is noted that the unit has done its part.
web-done-part-reopened = What was said is taken back.
web-done-part-returned = The part was given back; the unit was told.
web-done-task-remind = The units that have not done the task were reminded.
web-done-task-remind-some = Reminded; some units have nobody yet who could be told.
web-done-task-remind-nobody = Nobody was reminded: the units that have not done it have nobody yet who could be told.
web-done-task-remind-none = Nobody has to be reminded: the task is not sent, is done, or they were reminded today.

# Messages
notice-task-reminder = { $unit } has not said that task { $task } (“{ $words }”) is done; due { $due_on }. { $note }
notice-task-reminder-no-day = { $unit } has not said that task { $task } (“{ $words }”) is done. { $note }
notice-task-escalation = Task { $task } was due on { $due_on }; { $count } units have not said that it is done: { $units }
notice-task-reworded = The words of task { $task } were changed
notice-task-withdrawn = Task { $task } was withdrawn. { $reason }
notice-task-restored = Task { $task } was taken up again
notice-task-returned = Your part in task { $task } was given back. { $reason }

# Mail
mail-subject-tasks = Task reminder: { $campaign }
mail-subject-late-tasks = Tasks overdue: { $campaign }
mail-task-due = { $unit } has not said that task { $number } (“{ $words }”) is done. It is due on { $due }, in { $days } days.
mail-task-overdue = { $unit } has not said that task { $number } (“{ $words }”) is done. It was due on { $due }, { $days } days ago.
mail-task-late = Of task { $number } (“{ $words }”, due { $due }) { $count } units have not said that it is done: { $units }.
mail-asked-task = A reminder from the standing agency: { $unit } has not said that task { $number } (“{ $words }”) is done; it is due on { $due }.
mail-asked-task-no-day = A reminder from the standing agency: { $unit } has not said that task { $number } (“{ $words }”) is done.

# Choosing the form while a plan is confirmed
web-plan-form = Report form
web-plan-form-hint = The form can be changed until a unit has sent its report
web-plan-form-default = The default form of the Month
web-plan-form-before = The form of { $year }
web-plan-form-table = The appendix table of the plan ({ $items } items)
web-plan-form-own = A form of your own, in the file chosen below
web-plan-form-file = File of a form of your own
web-plan-form-look = Look at the form
web-plan-form-missing = No file of a form was chosen; choose a .toml file, or another form.
web-plan-form-preview = Looking at the form
web-plan-form-open = Open the campaign with this form
web-plan-form-back = Back to the plan, for another form

# Choosing a unit from a long list
web-unit-code-or-name = Write the code or the full name of the unit
web-and-more-units = and { $count } other units
web-overview-map-areas = Reports received, by unit directly below
web-overview-map-areas-what = Share received
web-overview-map-too-many = There are { $count } units, too many for a tile each; see the board.
web-overview-map-board = Open the board

# A number that can mean two things
workbook-ambiguous-number = “{ $found }” can mean two numbers; write it again: 1,234 is one thousand two hundred and thirty-four, 1.23 is one point two three
web-live-ambiguous = This can mean two numbers. Write it again: 1,234 is one thousand two hundred and thirty-four, 1.23 is one point two three.

# The leader's page
web-overview-years = Headline figures through the years
