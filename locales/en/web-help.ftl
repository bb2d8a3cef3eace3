# What to do next, and what the audit trail tells.
web-due-reopened = The report was reopened: correct it and send it again
web-entry-reopened = The report was reopened: { $reason } Correct it and send it again; its figures count in no total until it is approved anew.
web-live-pasted-several = What was pasted has several columns of numbers, so nothing was pasted; copy the column of figures alone and paste again
web-live-pasted-none = What was pasted has no column of numbers that fits these cells, so nothing was pasted; copy the column of figures alone
web-plan-nobody-below = No unit stands below { $unit } yet, so nobody would report and the units named in the plan are all unclear.
web-plan-nobody-below-above = If the reporting units stand below { $above }: ask an administrator for the role “{ $role }” at { $above }, then bring the plan again.
web-plan-nobody-below-list = If the units are not there yet: choose a file with the list of units when you open the campaign, at the end of the page.
web-plan-to-doubtful = Go to the first fact to look at
web-plan-to-confirm = Go to opening the campaign
web-people-role-hint = Officer of the standing agency: choose the unit that the reporting units stand below (usually the province), even if the person works in a department
web-campaign-untold = { $count ->
    [one] { $count } unit with tasks has nobody to be told; see what reached nobody.
   *[other] { $count } units with tasks have nobody to be told; see what reached nobody.
}
web-back = Back to the page before
web-ask-leader = Submit to the leader
web-ask-leader-hint = The leaders of { $unit } get a notice and see the report on their first page.
web-ask-leader-asked = { $by } submitted it at { $when }; it waits for the leader.
web-ask-leader-again = Submit the new version
web-ask-leader-nobody = Nobody holds the role of leader at { $unit }; ask an administrator to give it to somebody, then submit again
web-done-leader-asked = Submitted to the leader.
web-due-to-sign = Consolidated reports that wait for your word
web-due-to-sign-of = { $unit }: submitted by { $by } at { $when }
web-due-to-sign-do = Look and decide
notice-sign-off-asked = The consolidated report of { $unit } waits for the leader
audit-consolidated-ask = Submitted the consolidated report to the leader
audit-consolidated-approved = The leader approved the consolidated report
audit-consolidated-returned = The leader returned the consolidated report
audit-task-add = Task added
audit-task-done = Task said to be done
audit-task-remind = Reminded of a task
audit-task-reopen = Task said not to be done
audit-task-restore = Withdrawn task counts again
audit-task-return = Task given back to its unit
audit-task-reword = Task worded anew
audit-task-withdraw = Task withdrawn
audit-unit-load = Units of Vietnam loaded
audit-plan-add = Brought a plan
audit-plan-correct = Corrected a fact of a plan
audit-plan-write-own = Drafted the unit's own plan
audit-prose-edit = Edited the prose of the consolidated report
audit-prose-letter = Changed letterhead or signature of the consolidated report
audit-report-detach = Took a file away
audit-report-draft = Typed into a report
audit-report-discard-draft = Discarded the draft of a report
audit-report-settle = Settled a thread
audit-task-send = Sent tasks
audit-task-assign = Gave a task to a unit
audit-task-unassign = Took a task from a unit
audit-task-settle = Settled a name in a task
audit-task-due = Changed the day of a task
web-live-understood = Read as { $number }; correct it if that is not meant.
report-undivided = { $count ->
    [one] { $count } unit gave no figures { $by }
   *[other] { $count } units gave no figures { $by }
}
