# Units of Vietnam: found by name, what became of them; the command `units` and the page /units.

help-units-load = Load the units of the country into the data, with their past
help-units-load-vietnam = The whole country, before and since 1 July 2025; loading again adds only what is new
help-units-load-vietnam-example = chungtay units load vietnam
help-units-find = Find a unit by its name as people write it
help-units-find-example = chungtay units find "P. Trúc Bạch, HN"
help-units-find-name = The name, with the unit above it behind a comma if you like
help-units-find-on = On which day; any day when left out
help-units-history = Where a unit came from, and what became of it
help-units-history-example = chungtay units history "phường Trúc Bạch, Hà Nội" --on 2026-11-15
help-units-history-unit = Its name, its code on the day, or a key such as 00004@2025
help-units-history-on = On which day; today when left out

places-loaded = Loaded: { $added } units are new, { $continued } have changed, { $same } were there; { $successions } mergers and splits.
places-loaded-nothing = Nothing is new: all { $units } units were there.
places-loaded-kept = { $count } units were changed here and stay as they are: { $codes }

places-unknown = No unit is called “{ $name }”. Look at the spelling, or add the district or province behind a comma.
places-elsewhere = No unit called “{ $name }” stands under the unit written; the nearest is { $nearest }. Look again, or use the key from the brackets.
places-several = { $count } units are called “{ $name }”: { $some }. Add the unit above it, or use a key from the brackets.
places-key = Key
places-days = Days
places-reasons = Notes
places-more = { $count } more units are called so. Add the unit above it.
places-unread = Not understood: { $text }
places-now = now { $units }
places-a-part = a part of { $unit }
places-came-from = Made from:
places-went-into = Went into:
places-there = On { $day }: still { $unit }.
places-became = On { $day }: it has become { $units }.
places-not-yet = On { $day }: not there yet; it was { $units } then.
places-not-known = On { $day }: the data does not say.

places-reason-other-kind = not of the kind written
places-reason-other-marks = other marks
places-reason-other-name = called so, but not by law
places-reason-other-time = not there on this day
places-reason-parent-of-another-time = the unit above is of another time
places-reason-other-parent = not under the unit written

web-places = Units of Vietnam
web-places-lead = Find a commune, ward, district or province by its old or new name, and see what became of it.
web-places-search = Find a unit
web-places-name = Name of the unit
web-places-name-hint = As you would write it: P. Trúc Bạch, TP.HCM, xa vi thang huyen vi thuy; or a code
web-places-on = On day
web-places-on-any = Leave empty to search all times
web-places-slide = Slide to another day
web-places-show = Show
web-places-nobody = Nothing found
web-places-found = { $count ->
    [one] 1 unit
   *[other] { $count } units
}
web-places-unit = Unit
web-places-code = Code
web-places-days = Days
web-places-notes = Notes
web-places-past = Past
web-places-came-from = Made from
web-places-went-into = Went into
web-places-whole = all of it
web-places-part = a part
web-places-day = On { $day }
web-places-there = Still { $unit }.
web-places-became = It has become:
web-places-not-yet = Not there yet. It was:
web-places-not-known = The data does not reach this day.
web-places-below = { $count ->
    [one] 1 unit directly below
   *[other] { $count } units directly below
}
web-places-centre = Centre point
web-places-since-data = The data begins on { $day }; before 1 July 2025 it is the list of the first half of 2025.
web-places-changes = Days on which the country was ordered anew
web-units-too-many = There are { $count } units; one level is shown at a time. Choose a unit to see what is below it.
web-units-open-below = Show { $count } units below
web-units-up = Up one level
web-units-places = Look up units of Vietnam
