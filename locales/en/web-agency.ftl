# Pages of the standing agency: plans, campaigns, tasks, forms.

# Plans: the list, and bringing one.
web-plans = Plans
web-plans-new = Bring a plan
web-plans-file = The plan's file
web-plans-file-hint = A .docx, .doc, .odt, .pdf, .html or .txt file with text (not a scan), at most 32 MB
web-plans-unit = For the unit
web-plans-bring = Upload and read
web-plans-none = No plans yet
web-plans-none-hint = Upload the plan of the superior or of your own unit; its tasks, deadlines and forms are read for you to check.
web-plans-column-name = File
web-plans-column-unit = Unit
web-plans-column-brought = Uploaded
web-plans-column-campaign = Campaign
web-plans-brought = { $day }, { $by }
web-plans-not-open = not opened
web-done-plan-brought = The plan was read. Look at the facts, above all at those with (?).
plan-too-large = The file is larger than { $limit } MB; leave out pictures and upload it again.
plan-unknown = There is no such plan, or you may not see it.
plan-unknown-fact = The plan has no fact “{ $path }”.
plan-settled = A campaign was opened from this plan, so its facts stay; tasks and deadlines are changed on the campaign's page.
plan-no-units = There are no units to give tasks to; add a list of units (.csv or .xlsx).
plan-not-text = Write a value of at most 4,000 characters; if there is no such fact, choose “Strike out”.
plan-not-a-date = This is not a date; write 20/12/2026, or 12/2026 when the document gives only the month.
plan-not-a-year = This is not a year; write four digits, such as 2026.
plan-not-a-number = This is not a number; write 1.200 or 97,5, or a range such as 10-20.
plan-not-money = This is not an amount; write đồng, such as 20.000.000.
plan-not-a-choice = Choose one of the values given.
plan-fixed = This fact follows from others and cannot be corrected by itself.
plan-open-not-a-plan = This document was not understood as a plan; if it is one, correct the fact “Kind”.
plan-open-no-year = It is not known for which year the plan is; correct the fact “Year”.
plan-open-no-due-day = The plan does not say by when the units report; choose the day under “Reports due”.
plan-open-due-before-period = The due day { $day } lies before the campaign begins; check the day.
plan-open-other-due-day = The campaign is open already, with reports due on { $day }; change the day on the campaign's page.

# A plan beside what was read.
web-plan-text = Text and facts
web-plan-text-hint = Click a mark to go to its fact; “See it in the text” goes back to its place.
web-plan-file = Get the original file
web-plan-own = Draft our own plan from this one
web-plan-doubtful = { $count ->
    [one] One important fact is to be looked at, marked (?) below.
   *[other] { $count } important facts are to be looked at, marked (?) below.
}
web-plan-open-already = The campaign “{ $name }” was opened from this plan.
web-plan-to-campaign = To the campaign
web-plan-period-assumed = (not in the plan; 15 November to 15 December taken)
web-plan-no-due = not in the plan
web-plan-other-days = (the plan also gives: { $days })
web-plan-runs = Run by
web-plan-units = Units reporting
web-plan-units-count = { $count ->
    [one] one unit
   *[other] { $count } units
}
web-plan-tasks = Tasks read ({ $count })
web-plan-no-tasks = No task given to a unit was found; every unit still has the duty to report.
web-plan-unresolved = no unit of that name
web-plan-choose-unit = Choose a unit
web-plan-more-units = and { $count } more
web-plan-facts-head = The plan itself
web-plan-facts-group = { $name } ({ $count })
web-plan-confirm-title = Open the campaign
web-plan-confirm-hint = Opening the campaign gives the tasks to the units but sends nothing; you send them from the campaign's page once you have looked at them.
web-plan-confirm = Confirm and open the campaign
web-plan-due-hint = A report that comes in on this day is on time
web-plan-list = List of units
web-plan-list-hint = A .csv or .xlsx file with the columns code, name, kind, parent
web-plan-list-hint-optional = Not needed when the units are known; add a .csv or .xlsx (code, name, kind, parent) to add units
web-plan-kind-plan = plan
web-plan-kind-report = report
web-plan-kind-dispatch = official letter
web-plan-kind-news = press article
web-plan-kind-other = another kind
web-plan-level-central = central
web-plan-level-province = province
web-plan-level-district = district
web-plan-level-commune = commune
web-plan-level-agency = department or agency
web-done-fact-said = Noted.
web-done-campaign-opened = The campaign is open. Look at the tasks, then send them to the units.
web-done-campaign-open-already = The campaign was open already.

# One fact.
web-fact-value = Value
web-fact-sentence = Sentence
web-fact-why = Why it was read
web-fact-standing = Standing
web-fact-confidence = Confidence { $percent }%.
web-fact-corrected-by = Corrected by { $by }; “{ $read }” was read.
web-fact-filled-by = Filled in by { $by }; nothing was read.
web-fact-struck-by = Struck out by { $by }.
web-fact-who = Which unit is it?
web-fact-unresolved = The plan says “{ $name }”, which is no unit's name. Click the unit that is meant, or write its name below:
web-fact-no-candidates = No unit has a name near it.
web-fact-correct = Correct
web-fact-another = The right value
web-fact-say = Note this value
web-fact-strike = Strike out: not a fact
web-fact-as-read = Take it as it was read
web-fact-back = Back to the plan
web-fact-hint-date = Such as 20/12/2026; 12/2026 when only the month is known
web-fact-hint-year = Four digits, such as 2026
web-fact-hint-number = Such as 1.200 or 97,5; a range is written 10-20
web-fact-hint-money = In đồng, such as 20.000.000
web-fact-part-number = number
web-fact-part-name = name
web-fact-part-date = date
web-fact-part-date-end = until
web-fact-part-issuer = issuer
web-fact-part-what = what
web-fact-part-text-start = words
web-fact-part-lead = lead
web-fact-part-coordinating = joining
web-fact-part-deadline = deadline
web-fact-part-product = product
web-fact-part-authority = authority
web-fact-part-title = position
web-fact-part-value = value
web-fact-part-unit = unit of count
web-fact-part-vnd = đồng
web-fact-part-type = kind
web-fact-part-place = place
web-fact-part-host = held by
web-fact-part-sex-disaggregated = by sex
web-fact-part-female = female
web-fact-part-male = male

# One's own plan.
web-own-title = Draft our own plan
web-own-hint = Drafted from “{ $plan }”. Edit the fields below, then get the .docx; it is not kept here. The document is in Vietnamese.
web-own-earlier = Days earlier than the superior's
web-own-earlier-days = { $days ->
    [0] the same days
    [one] one day earlier
   *[other] { $days } days earlier
}
web-own-again = Draft again
web-own-head = Head
web-own-parent = Body above
web-own-issuer = Issued by
web-own-symbol = Symbol
web-own-place = Place
web-own-date = Day of issue
web-own-about = Summary
web-own-grounds = Bases, theme, period
web-own-bases = Bases (one a line)
web-own-theme = Theme
web-own-period = Period
web-own-task = Task { $number }
web-own-take = Take it into the plan
web-own-foot = Reporting, recipients, signature
web-own-report-on = Units report by
web-own-recipients = Recipients (one a line)
web-own-authority = Authority of the signer (line by line)
web-own-signer-title = Position of the signer
web-own-signer-name = Name of the signer
web-own-write = Get the .docx
web-own-incomplete = An issuer and a summary are needed.
own-kind = Plan
own-place = in { $place }
own-period = from { $from } to { $to }
own-basis = Carrying out plan { $number } of { $day }/{ $month }/{ $year } of { $issuer } on { $title }
own-basis-unnumbered = Carrying out the plan of { $issuer } on { $title }
own-opening = { $issuer } issues this plan, { $title }:
own-heading-theme = I. THEME, PERIOD
own-theme = 1. Theme: “{ $theme }”.
own-time = 2. Period: { $period }.
own-heading-tasks = II. TASKS
own-heading-running = III. CARRYING OUT
own-reporting = The units report their results to { $issuer } by { $day }, to be added up and reported to { $superior }.
own-reporting-undated = The units report their results to { $issuer }, to be added up and reported to { $superior }.
own-column-number = No.
own-column-work = Work
own-column-lead = Lead
own-column-joining = Joining
own-column-due = Due
own-by = By { $day }
own-recipient-superior = { $body } (for information)
own-recipient-units = The units named in this plan
own-sign-chair = CHAIRPERSON

# The campaign's page.
web-bad-day = This is not a day; choose or write it again.
web-and-more = … and { $count } more
web-days-left = { $days ->
    [one] one day left
   *[other] { $days } days left
}
web-days-today = due today
web-days-past = { $days ->
    [one] one day past
   *[other] { $days } days past
}
web-campaign-name = Campaign
web-campaign-year = Year
web-campaign-root = Run by
web-campaign-plan = Plan
web-campaign-plan-unnumbered = see the plan
web-campaign-theme = Theme
web-campaign-period = Period
web-campaign-from-to = { $from } to { $to }
web-campaign-due = Reports due
web-campaign-form = Form
web-campaign-form-version = (version { $version })
web-campaign-reporters = Units reporting
web-campaign-closed = The campaign was closed on { $day }; nothing can be typed, sent or changed any more.
web-campaign-send = Send tasks to the units ({ $count } not sent)
web-campaign-change-due = Change the due day
web-campaign-set-form = Set the form
web-campaign-close = Close the campaign
web-campaign-reopen = Open the campaign again
web-campaign-blanks = Blank forms of all units (.zip)
web-campaign-tasks = Tasks ({ $count })
web-campaign-plan-text = The campaign's plan
web-campaign-plan-hint = Marks are the sentences that give tasks; click one to go to its task.
web-campaign-due-question = Reports are due on { $day } now. The officers of the { $units } units that report are told of the new day and the reason.
web-campaign-new-due = New due day
web-campaign-reason = Reason
web-campaign-reason-hint = It goes on the audit trail and into the message
web-campaign-close-question = Once the campaign is closed, units can type and send nothing any more. What was sent stays, and the campaign can be opened again.
web-campaign-reopen-question = The units can type and send again. Give the reason.
web-task = Task { $number }
web-task-number = No.
web-task-words = Words
web-task-lead = Lead
web-task-joining = Joining
web-task-due = Due
web-task-reached = Sent, seen
web-task-own-part = Our part
web-task-reach = sent { $sent }/{ $all }, seen { $seen }
web-task-new = new
web-task-report = Report the results on the form of the campaign.
web-task-is-report = duty to report
web-task-in-plan = See the sentence in the plan
web-task-lead-as-written = Lead, in the plan's words
web-task-no-due = no day of its own
web-task-parts = Units with a part ({ $count })
web-task-no-parts = No unit has a part in it.
web-task-unit = Unit
web-task-part = Part
web-task-sent = Sent
web-task-not-sent = not sent
web-task-seen = Seen
web-task-not-seen = not seen
web-task-change = Change
web-task-take-back = Take back
web-task-send = Send this task
web-task-give-title = Give another unit a part
web-task-give = Give
web-task-due-title = Due day of the task
web-task-due-hint = Leave it empty when the task has no day of its own
web-task-set-due = Set the day
web-task-unresolved = The plan gives this to “{ $name }”, which is no unit's name. Which unit is it?
web-task-settle = Give it to this unit
web-task-nobody = Give it to nobody
web-part-lead = lead
web-part-coordinating = joining
web-unsent = What has not arrived
web-unsent-names = Names that are no unit's ({ $count })
web-unsent-tasks = Tasks without a unit ({ $count })
web-unsent-parts = Parts not sent ({ $count })
web-unsent-nobody = Units where nobody can sign in to receive them ({ $count })
web-done-tasks-sent = The tasks were sent; the officers of the units were told.
web-done-tasks-sent-none = There was nothing new to send.
web-done-tasks-sent-nobody = The tasks were sent, but the units have nobody yet who could be told.
web-done-part-given = Given. What is new was not sent to the unit yet.
web-done-part-taken = Taken back.
web-done-name-settled = Noted.
web-done-task-due = The due day of the task was set.
web-done-campaign-due = The due day was changed and the units were told.
web-done-desk-closed = The campaign is closed.
web-done-desk-reopened = The campaign is open again.
desk-unknown-task = The campaign has no task { $number }.
desk-closed = The campaign is closed, so nothing can be changed; open it again first if need be.
desk-not-unsettled = This name was settled already; look at the task again.
desk-odd-day = The day { $day } does not fit the campaign; check it.
desk-reason-missing = The reason is missing; write it.
desk-reporting-stays = The duty to report belongs to every unit of the campaign and is due when the campaign is; it cannot be changed by itself.
desk-no-plan = The stored plan cannot be read; tell an administrator.

# The form of a campaign.
web-form = Form of the campaign
web-form-version = { $id }, version { $version }
web-form-reported = { $count ->
    [one] One unit has reported on this form, so it stays; another can be used for the next campaign.
   *[other] { $count } units have reported on this form, so it stays; another can be used for the next campaign.
}
web-form-edit = Edit the form
web-form-other = Take another form
web-form-from-default = The common form of the Month
web-form-from-before = The form of { $year }
web-form-from-plan = The form in the plan's appendix ({ $items } items)
web-form-file = Form file
web-form-file-hint = A .toml file; it is looked at first, not used at once
web-form-look = Look at it
web-form-use = Use this form for the campaign
web-form-source = The form
web-form-source-hint = Written in TOML; “Look at it” checks it. A form that was used is never changed: a new one is stored as the next version.
web-form-preview = Preview ({ $count } items)
web-form-try-hint = Fill in a few figures and press “Try” to see the checks; nothing is stored.
web-form-try = Try
web-form-tried = { $read } figures were read, and nothing is wrong with them.
web-form-tried-wrong = { $read } figures were read; look at { $wrong } places, told in the last column.
web-done-form-used = The campaign uses this form now.
form-desk-too-large = The form is larger than 512 kB; make it shorter.
form-desk-reported = Units have reported on the form there is, so it stays.
form-desk-no-source = There is no form there: no campaign before, or no form in the plan.
form-desk-no-version-line = A form of this name and version is stored already; put the version on a line of its own and raise it.
form-desk-archive = The .zip could not be made; try again.
