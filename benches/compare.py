"""Do both sides reach the same report? Their workbooks and documents are read back and compared."""

from pathlib import Path

import docx
import openpyxl

import generate

WORKBOOKS = ("chungtay", "python")


def totals(folder, side):
    """Totals of sheet 1 in the order of the form: number, label, value, units that filled it, warnings."""
    book = openpyxl.load_workbook(Path(folder, side, "report.xlsx"), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(max_col=6, values_only=True)
    # Lines without a count of units are titles and headings.
    return [(number or "", label, value, filled, warned or 0) for number, label, _, value, filled, warned in rows
            if isinstance(filled, int)]


def matrix(folder, side):
    """What each unit reported in each cell, as sheet 2 shows it."""
    book = openpyxl.load_workbook(Path(folder, side, "report.xlsx"), read_only=True, data_only=True)
    rows = (row[4 : 4 + generate.UNITS] for row in book.worksheets[1].iter_rows(values_only=True))
    return [row for row in rows if len(row) == generate.UNITS and all(isinstance(value, int) for value in row)]


def document(folder, side):
    """Lines of results, prose and warnings of the report, and the rows of its table of totals."""
    opened = docx.Document(str(Path(folder, side, "report.docx")))
    lines = [paragraph.text for paragraph in opened.paragraphs if ": " in paragraph.text and paragraph.text[-1] in ".)"]
    table = max(opened.tables, key=lambda table: len(table.rows))
    cells = (tuple(cell.text for cell in row.cells) for row in table.rows)
    return lines, [row for row in cells if row[4].isdigit()]


def expected():
    """Totals worked out from the generated figures themselves, by neither side."""
    reported = [generate.figures(number) for number in range(1, generate.UNITS + 1)]
    tenth = {f"{group}_9" for group in generate.GROUPS}
    return [
        (max if key.partition("/")[0] in tenth else sum)(figures[key] for figures in reported) for key in reported[0]
    ]


def differences(folder):
    """What differs, in a few lines; nothing when all is the same."""
    found = []
    ours, theirs = (totals(folder, side) for side in WORKBOOKS)
    for side, table in zip(WORKBOOKS, (ours, theirs)):
        if [row[2] for row in table] != expected():
            found.append(f"{side}: the totals are not those of the generated figures")
    found += unlike("totals", ours, theirs)
    found += unlike("figures by unit", *(matrix(folder, side) for side in WORKBOOKS))
    (lines, rows), (their_lines, their_rows) = (document(folder, side) for side in WORKBOOKS)
    found += unlike("the document's table of totals", rows, their_rows)
    missing = [line for line in their_lines if line not in set(lines)]
    if missing:
        found.append(f"{len(missing)} of {len(their_lines)} lines of the document, such as: {missing[0]}")
    return found


def unlike(what, ours, theirs):
    """Where two lists differ first."""
    if ours == theirs and ours:
        return []
    pairs = zip(ours, theirs)
    first = next((f"{a} and {b}" for a, b in pairs if a != b), f"{len(ours)} and {len(theirs)} rows")
    return [f"{what}: {first[:300]}"]


def agreed(folder):
    """What was compared."""
    rows, table, (lines, _) = totals(folder, "python"), matrix(folder, "python"), document(folder, "python")
    warned = sum(row[4] for row in rows)
    return (
        f"{len(rows)} totals, {len(table) * generate.UNITS} figures by unit, {warned} warnings, "
        f"{len(lines)} lines of the document"
    )
