# The consolidated report, report.docx.
report-kind = REPORT
report-title = Results of { $campaign }, { $year }
report-issuer-committee = People's Committee of { $unit }
report-sign-committee = ON BEHALF OF THE PEOPLE'S COMMITTEE
report-sign-deputy = FOR THE CHAIR
report-sign-deputy-chair = DEPUTY CHAIR
report-sign-director = DIRECTOR
report-recipient-superior = Superior body (to report)
report-recipient-units = Reporting units
report-recipient-archive = Archives

report-opening = Carrying out { $plan }, { $issuer } reports the following results:
report-opening-numbered = Plan { $number } of { $date } by { $issuer }, { $title }
report-opening-unnumbered = the plan { $title }
report-closing = This is the report of { $issuer } on the results of { $campaign }, { $year }

report-reporting-heading = REPORTS RECEIVED
report-reporting = { $expected } units were to report by { $due }. Reports of { $received } units were received, { $ontime } on time and { $late } late; { $none } units have not reported. The figures below add up { $counted } approved reports.
report-counted-by = The figures are added up by the units of { $day }: each report counts at the unit that holds all of its ground on that day.
report-late-units = Late: { $units }.
report-missing-units = Not reported: { $units }.
report-kinds-caption = Reports by kind of unit
report-kinds-chart = Reports by kind of unit
report-units-unit = units
report-on-time = On time
report-late = Late
report-none = Not reported
report-total = Total

report-results-heading = RESULTS
report-units-and-more = { $units } and { $more } more
report-warnings-heading = FIGURES TO BE CLARIFIED
report-warnings-opening = These figures do not add up; they are kept as reported, with the unit's explanation where there is one:
report-warning-reason = Explanation of the unit: { $reason }
report-warning-unexplained = Not explained yet.

report-column-number = No.
report-column-item = Item
report-column-unit = Unit
report-column-reporters = Units with a figure
report-column-name = Unit
report-column-kind = Kind
report-column-expected = Expected
report-column-received = Received
report-column-state = State
report-column-revision = Revision counted
report-appendix-totals-label = Appendix I
report-appendix-totals-title = TOTALS
report-appendix-units-label = Appendix II
report-appendix-units-title = REPORTING UNITS
