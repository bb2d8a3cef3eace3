# Parts all web pages share.
part-product = Chung Tay
part-footer = Chung Tay – collects and consolidates the reports of an action month
part-skip = Skip to the content
part-menu = Menu
part-navigation = Main menu
part-breadcrumbs = Where this page is
part-notices = Notices
part-notices-new = Notices: { $count } new
part-sign-out = Sign out
part-cancel = Cancel

part-alert-error = Error:
part-alert-warning = Note:
part-alert-done = Done:
part-alert-info = Information:
part-form-errors = { $count ->
    [one] One thing needs to be corrected.
   *[other] { $count } things need to be corrected.
}
part-field-optional = (optional)

part-status = Status
part-status-approved = Approved
part-status-on-time = On time
part-status-submitted = Awaiting approval
part-status-returned = Returned
part-status-due-soon = Due soon
part-status-missing = Not submitted
part-status-late = Late

part-table-sort = (select to sort)
part-pages = Pages of the list
part-pages-page = Page
part-pages-before = Previous
part-pages-after = Next
part-progress = { $done }/{ $all } ({ $percent }%)
part-comments-none = Nothing has been asked yet.
part-comments-own = (you)
part-files-none = No files yet.

part-no-value = no figure
part-change-up = up { $amount } on { $name } ({ $before })
part-change-down = down { $amount } on { $name } ({ $before })
part-change-same = the same as { $name } ({ $before })
part-change-before = { $name }: { $before }
part-change-none-before = no figure for { $name }
part-change-points = { $amount } percentage points

part-chart-numbers = Show the figures as a table
part-chart-nothing = No figures yet.
part-chart-described = { $count } entries. Highest: { $most } ({ $most_value }). Lowest: { $least } ({ $least_value }).
part-chart-without = { $count } without a figure.
part-chart-days = From { $first } to { $last }.
part-chart-latest = { $name }: { $value } ({ $day }).

part-design = Design system
part-design-about = The data on this page is made up, to show how things look.
part-design-start = Start
part-design-messages = Messages, badges and buttons
part-design-forms = Forms
part-design-question = A question before something is done
part-design-lists = Lists
part-design-tables = Tables
part-design-conversation = Conversation
part-design-headlines = Headline figures
part-design-pictures = Pictures

# A document with its facts marked.
part-mark-doubtful = to be looked at
part-mark-corrected = corrected
part-mark-struck = struck out
part-mark-nothing = nothing was read
part-mark-place = See it in the text
part-mark-correct = Correct
