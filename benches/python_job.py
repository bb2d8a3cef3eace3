"""The same job in Python, with openpyxl and python-docx: read every form, check it, add up, write the reports.

Written for speed where the packages offer it: read-only and write-only workbooks, cached values, no cell styles, style
objects looked up once, one pass over each sheet. It stores nothing: no database, no revisions, no events.

    python_job.py FORM.toml UNITS.csv FORMS_FOLDER OUT_FOLDER [PROCESSES]
"""

import csv
import json
import multiprocessing
import re
import sys
import time
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import docx
import openpyxl

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Form:
    """The form: its cells in order, its checks, its sections."""

    def __init__(self, path):
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        self.title, self.version = raw["title"]["vi"], (raw["id"], str(raw["version"]))
        breakdowns = {breakdown["id"]: breakdown for breakdown in raw["breakdown"]}
        self.groups, self.items, self.cells = [], [], {}
        for group_at, group in enumerate(raw["group"], 1):
            self.groups.append((group["id"], group["title"]["vi"]))
            for item_at, item in enumerate(group["item"], 1):
                key, label, unit = item["id"], item["label"]["vi"], item["unit"]["vi"]
                self.cells[key] = (f"{group_at}.{item_at}", label, unit)
                parts = []
                for breakdown in (breakdowns[name] for name in item["breakdowns"]):
                    keys = [f"{key}/{breakdown['id']}.{part['id']}" for part in breakdown["part"]]
                    for part_key, part in zip(keys, breakdown["part"]):
                        self.cells[part_key] = ("", part["label"]["vi"], unit)
                    parts.append((breakdown, keys))
                self.items.append((group["id"], key, parts, item.get("roll_up", "sum")))
        self.sections = [(section["id"], section["title"]["vi"]) for section in raw["section"]]
        self.rules = [(*parse(check["rule"]), check["message"]["vi"]) for check in raw["check"]]


def parse(rule):
    """`a - b <= c` as left and right lists of sign and key, and the sign of comparison."""
    sides, sign, comparison = [[]], 1, None
    for word in rule.split():
        if word in ("=", "<=", ">="):
            comparison, sign = word, 1
            sides.append([])
        elif word in "+-":
            sign = 1 if word == "+" else -1
        else:
            sides[-1].append((sign, word))
    return *sides, comparison


def read(path, version):
    """One filled form: unit, figures, reasons, prose."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    table, words, marks = book.worksheets
    said = dict(marks.iter_rows(max_col=2, values_only=True))
    if (said["form"], said["version"]) != version:
        raise SystemExit(f"{path}: another form")
    figures, reasons, prose = {}, {}, {}
    for figure, reason, key in table.iter_rows(min_col=4, max_col=6, values_only=True):
        if figure is None or key is None or key.startswith("#"):
            continue
        if type(figure) is not int or figure < 0:
            raise SystemExit(f"{path}: {key} is not a count: {figure}")
        figures[key] = figure
        if reason:
            reasons[key] = reason
    for text, key in words.iter_rows(max_col=2, values_only=True):
        if text and key and not key.startswith("#"):
            prose[key] = text
    book.close()
    return said["unit"], figures, reasons, prose


def check(form, figures, reasons):
    """What does not add up: first cell, sentence, left, sign, right, reason."""
    found = []

    def warn(keys, sentence, left, sign, right):
        reason = next((reasons[key] for key in keys if key in reasons), None)
        found.append((keys[0], sentence, left, sign, right, reason))

    for _, total, parts, _ in form.items:
        whole = figures.get(total)
        if whole is None:
            continue
        label = form.cells[total][1]
        for breakdown, keys in parts:
            filled = [(key, figures[key]) for key in keys if key in figures]
            if breakdown["covers"] == "whole":
                added = sum(value for _, value in filled)
                if filled and added != whole:
                    by = breakdown["label"]["vi"]
                    sentence = f"{label} - {by}: cộng lại được {dotted(added)}, tổng số ghi {dotted(whole)}."
                    warn([total, *keys], sentence, added, "=", whole)
                continue
            for key, value in filled:
                if value > whole:
                    part = form.cells[key][1]
                    sentence = f"{label} - {part}: {dotted(value)} lớn hơn tổng số {dotted(whole)}."
                    warn([key, total], sentence, value, "≤", whole)
    for left, right, comparison, message in form.rules:
        if not all(any(key in figures for _, key in side) for side in (left, right)):
            continue
        a, b = (sum(sign * figures.get(key, 0) for sign, key in side) for side in (left, right))
        if not {"=": a == b, "<=": a <= b, ">=": a >= b}[comparison]:
            warn([key for _, key in left + right], message, a, comparison, b)
    return found


def add_up(form, reports):
    """Totals by cell, with how many units filled each."""
    totals, filled = {}, {}
    for _, total, parts, roll_up in form.items:
        for key in (total, *(key for _, keys in parts for key in keys)):
            values = [figures[key] for _, figures, *_ in reports if key in figures]
            filled[key] = len(values)
            totals[key] = (max if roll_up == "max" else sum)(values) if values else None
    return totals, filled


def merge(section, reports):
    """Sentences of a section by the units that wrote them; what several wrote comes first, and is said once."""
    authors, wording = {}, {}
    for unit, _, _, prose in reports:
        for sentence in SENTENCE_END.split(prose.get(section, "").strip()):
            folded = " ".join(unicodedata.normalize("NFC", sentence).lower().split())
            if folded:
                authors.setdefault(folded, {})[unit] = None
                wording.setdefault(folded, sentence)
    passages = {}
    for folded, units in authors.items():
        passages.setdefault(tuple(units), []).append(wording[folded])
    return sorted(passages.items(), key=lambda passage: -min(len(passage[0]), 2))


def dotted(number):
    """12.345, as Vietnamese groups digits."""
    return f"{number:,}".replace(",", ".")


def write_workbook(path, form, names, reports, totals, filled, warnings):
    """Totals, what each unit reported, the units, what does not add up."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Tổng hợp")
    sheet.append(["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Số đơn vị có số liệu", "Số cảnh báo", "Ô"])
    warned = Counter(found[0] for _, found in warnings)
    for key, (number, label, unit) in form.cells.items():
        sheet.append([number, label, unit, totals[key], filled[key], warned.get(key), key])
    sheet = book.create_sheet("Theo đơn vị")
    sheet.append(["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", *(names[unit] for unit, *_ in reports)])
    last = openpyxl.utils.get_column_letter(4 + len(reports))
    functions = {key: roll_up.upper() for _, key, _, roll_up in form.items}
    for row, (key, (number, label, unit)) in enumerate(form.cells.items(), 2):
        formula = f"={functions[key.partition('/')[0]]}(E{row}:{last}{row})"
        sheet.append([number, label, unit, formula, *(figures.get(key) for _, figures, *_ in reports)])
    sheet = book.create_sheet("Đơn vị")
    sheet.append(["TT", "Mã đơn vị", "Tên đơn vị", "Trạng thái"])
    for at, (unit, *_) in enumerate(reports, 1):
        sheet.append([at, unit, names[unit], "Đã nhận"])
    sheet = book.create_sheet("Cảnh báo")
    sheet.append(["TT", "Tên đơn vị", "Ô", "Điều chưa khớp", "Vế trái", "Phải", "Vế phải", "Giải trình"])
    for at, (unit, found) in enumerate(warnings, 1):
        sheet.append([at, names[unit], *found])
    book.save(path)


def write_document(path, form, names, reports, totals, filled, warnings):
    """The consolidated report: results and prose by group, warnings, two appendix tables."""
    document = docx.Document()
    styles = {name: document.styles[name] for name in ("Normal", "Heading 1", "Heading 2", "Table Grid")}

    def paragraph(text, style="Normal", lead="", bold=""):
        added = document.add_paragraph(style=styles[style])
        if lead:
            added.add_run(lead).italic = True
        if bold:
            added.add_run(bold[0])
            added.add_run(bold[1]).bold = True
        added.add_run(text)

    def passages(section):
        for units, sentences in merge(section, reports):
            first = ", ".join(names[unit] for unit in units[:8])
            more = f" và {len(units) - 8} đơn vị khác" if len(units) > 8 else ""
            paragraph(" ".join(sentences), lead=f"{first}{more}: ")

    paragraph(f"BÁO CÁO: {form.title}", "Heading 1")
    paragraph(f"Đã tổng hợp từ {len(reports)} báo cáo trên {len(names)} đơn vị.")
    for group, title in form.groups:
        paragraph(title, "Heading 2")
        for _, total, parts, _ in (item for item in form.items if item[0] == group):
            _, label, unit = form.cells[total]
            keys = [key for _, keys in parts for key in keys if totals[key]]
            rest = "; ".join(f"{uncapitalised(form.cells[key][1])}: {dotted(totals[key])}" for key in keys)
            paragraph(f" ({rest})" if rest else "", bold=(f"- {label}: ", f"{dotted(totals[total])} {unit}"))
        passages(group)
    groups = {group for group, _ in form.groups}
    for section, title in form.sections:
        if section not in groups:
            paragraph(title.upper(), "Heading 2")
            passages(section)
    paragraph("SỐ LIỆU CẦN LÀM RÕ", "Heading 2")
    for unit, (_, sentence, *_, reason) in warnings:
        why = f"Giải trình của đơn vị: {reason}" if reason else "Đơn vị chưa giải trình."
        paragraph(f"{sentence} {why}", lead=f"- {names[unit]}: ")
    rows = [["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Số đơn vị có số liệu"]]
    for key, (number, label, unit) in form.cells.items():
        rows.append([number, label if number else f"- {label}", unit, dotted(totals[key]), str(filled[key])])
    table(document, rows, styles["Table Grid"])
    rows = [["TT", "Đơn vị", "Mã đơn vị"]]
    rows.extend([str(at), names[unit], unit] for at, (unit, *_) in enumerate(reports, 1))
    table(document, rows, styles["Table Grid"])
    document.save(path)


def uncapitalised(text):
    """The label inside a sentence."""
    return text[:1].lower() + text[1:]


def table(document, rows, style):
    """A table, row by row: reaching cells through `table.cell` would take the square of the time."""
    added = document.add_table(rows=len(rows), cols=len(rows[0]), style=style)
    for row, texts in zip(added.rows, rows):
        for cell, text in zip(row.cells, texts):
            cell.paragraphs[0].add_run(text)


def main(form_path, units_path, forms_folder, out_folder, processes="1"):
    started = time.perf_counter()
    form = Form(form_path)
    with open(units_path, encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file) if row["parent"]}
    jobs = [(path, form.version) for path in sorted(Path(forms_folder).glob("*.xlsx"))]
    if processes == "1":
        reports = [read(*job) for job in jobs]
    else:
        with multiprocessing.Pool(int(processes)) as pool:
            reports = pool.starmap(read, jobs, chunksize=4)
    read_at = time.perf_counter()
    warnings = [(unit, found) for unit, figures, reasons, _ in reports for found in check(form, figures, reasons)]
    totals, filled = add_up(form, reports)
    added_at = time.perf_counter()
    everything = (form, names, reports, totals, filled, warnings)
    write_workbook(Path(out_folder, "report.xlsx"), *everything)
    workbook_at = time.perf_counter()
    write_document(Path(out_folder, "report.docx"), *everything)
    times = (started, read_at, added_at, workbook_at, time.perf_counter())
    stages = ("read", "check and add up", "report.xlsx", "report.docx")
    print(json.dumps({stage: after - before for stage, before, after in zip(stages, times, times[1:])}))


if __name__ == "__main__":
    main(*sys.argv[1:])
