"""Filled forms read and checked, and the consolidated report written, with Python packages.

    python -m country.files read pandas|calamine FORM.toml FOLDER [MOST]
    python -m country.files write FORM.toml UNITS.json FOLDER OUT

Both print JSON. `read` reads and checks, and stores nothing. `write` is given the reports read already; its seconds begin there.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

import python_job as job


def sheets_pandas(path):
    import pandas

    book = pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
    return [
        [[None if value != value else value for value in row] for row in sheet.itertuples(index=False, name=None)]
        for sheet in book.values()
    ]


def sheets_calamine(path):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_index(at).to_python(skip_empty_area=False) for at in range(3)]


def read(path, sheets, version):
    """One filled form as `python_job.read` gives it: unit, figures, reasons, prose."""
    table, words, marks = sheets(path)
    said = {str(row[0]): row[1] for row in marks if len(row) > 1}
    if (said["form"], str(int(float(said["version"])))) != version:
        raise SystemExit(f"{path}: another form")
    figures, reasons, prose = {}, {}, {}
    for row in table:
        figure, reason, key = row[3], row[4], row[5]
        if figure in (None, "") or not key or key.startswith("#"):
            continue
        if int(figure) != figure or figure < 0:
            raise SystemExit(f"{path}: {key} is not a count: {figure}")
        figures[key] = int(figure)
        if reason:
            reasons[key] = reason
    for row in words:
        if row[0] and row[1] and not row[1].startswith("#"):
            prose[row[1]] = row[0]
    return str(said["unit"]), figures, reasons, prose


def read_all(form, folder, sheets, most):
    paths = sorted(Path(folder).glob("*.xlsx"))
    return [read(path, sheets, form.version) for path in paths[:: max(len(paths) // most, 1)][:most]]


def write_workbook(path, form, names, reports, totals, filled, warnings):
    """The sheets of `python_job.write_workbook`, row by row as XlsxWriter is fastest."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})

    def sheet(name, head):
        added = book.add_worksheet(name)
        added.write_row(0, 0, head)
        return added

    warned = Counter(found[0] for _, found in warnings)
    first = sheet("Tổng hợp", ["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Số đơn vị có số liệu", "Số cảnh báo", "Ô"])
    for row, (key, (number, label, unit)) in enumerate(form.cells.items(), 1):
        first.write_row(row, 0, [number, label, unit, totals[key], filled[key], warned.get(key), key])
    matrix = sheet("Theo đơn vị", ["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", *(names[unit] for unit, *_ in reports)])
    last = xlsxwriter.utility.xl_col_to_name(3 + len(reports))
    for row, (key, (number, label, unit)) in enumerate(form.cells.items(), 1):
        matrix.write_row(row, 0, [number, label, unit])
        matrix.write_formula(row, 3, f"=SUM(E{row + 1}:{last}{row + 1})", None, totals[key])
        for column, (_, figures, *_) in enumerate(reports, 4):
            if key in figures:
                matrix.write_number(row, column, figures[key])
    units = sheet("Đơn vị", ["TT", "Mã đơn vị", "Tên đơn vị", "Trạng thái"])
    for at, (unit, *_) in enumerate(reports, 1):
        units.write_row(at, 0, [at, unit, names[unit], "Đã nhận"])
    wrong = sheet("Cảnh báo", ["TT", "Tên đơn vị", "Ô", "Điều chưa khớp", "Vế trái", "Phải", "Vế phải", "Giải trình"])
    for at, (unit, found) in enumerate(warnings, 1):
        wrong.write_row(at, 0, [at, names[unit], *found])
    book.close()


def write(form, names, folder, out):
    reports = read_all(form, folder, sheets_calamine, 10**9)
    began = time.perf_counter()
    warnings = [(unit, found) for unit, figures, reasons, _ in reports for found in job.check(form, figures, reasons)]
    totals, filled = job.add_up(form, reports)
    everything = (form, names, reports, totals, filled, warnings)
    write_workbook(Path(out, "report.xlsx"), *everything)
    workbook = time.perf_counter()
    job.write_document(Path(out, "report.docx"), *everything)
    ended = time.perf_counter()
    return {"seconds": ended - began, "workbook": workbook - began, "document": ended - workbook, "totals": totals}


def main(command, *words):
    if command == "read":
        engine, form, folder, *most = words
        form = job.Form(form)
        reports = read_all(form, folder, globals()[f"sheets_{engine}"], int(most[0]) if most else 10**9)
        found = [one for _, figures, reasons, _ in reports for one in job.check(form, figures, reasons)]
        figures = sum(sum(figures.values()) for _, figures, *_ in reports)
        print(json.dumps({"reports": len(reports), "figures": figures, "warnings": len(found)}))
    else:
        form, names, folder, out = words
        print(json.dumps(write(job.Form(form), json.loads(Path(names).read_text()), folder, out)))


if __name__ == "__main__":
    main(*sys.argv[1:])
