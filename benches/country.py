"""The country benchmark: all communes of Việt Nam hand in, are added up and reported on, beside databases and packages.

Run by `./bench country`. What is measured, and how to read it: benches/README.md. A benchmark that compares different answers
is a defect: every total of every side is compared with the figures as they were made, and the command ends with 1 when any
differs.
"""

import argparse
import fcntl
import json
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import province
from country import data, growth, raw, report, serving
from country.postgres import Cluster

HERE = Path(__file__).resolve().parent
# What must be kept.
RAW, VISIBLE, WARM, COLD, PANDAS, CALAMINE, DOCUMENTS, START, READ = 0.5, 1.0, 100, 1, 20, 2, 20, 3.0, 1.0
YEARS = 10


def timed(*command):
    """Runs a command: seconds, processor seconds, what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    told = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True, cwd=HERE).stdout
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, told


def python(module, *words):
    return timed(sys.executable, "-m", f"country.{module}", *words)


class Bench:
    """What is measured, as it becomes known."""

    def __init__(self, tools, words):
        self.tools, self.words = tools, words
        self.communes = data.COMMUNES // 10 if words.quick else data.COMMUNES
        self.found, self.bars, self.differences = {}, [], []

    def wants(self, part):
        # The largest country only for who asks for it.
        return part in self.words.only if self.words.only else part != "hamlets" or self.words.full

    def bar(self, what, value, bar, kept):
        self.bars.append((what, value, bar, kept))

    def same(self, what, ours, theirs):
        """Two sets of totals, by cell in the order of the form."""
        ours, theirs = list(ours.values()), list(theirs.values())
        if ours != theirs or not ours:
            at = next((at for at, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
            self.differences.append(f"{what}: {len(ours)} and {len(theirs)} totals, first different at {at}")

    def submission(self, cluster):
        """a: reports handed in through HTTP beside raw inserts of the same bytes."""
        folder = data.blank(self.tools, self.communes)
        files = sorted((folder / "forms").glob("*.xlsx"))
        warm = len(files) // 10
        rows = {}
        run = serving.copy(folder / "data", "run")
        if cluster:
            moved = cluster.database("chungtay")
            self.tools.command(run, "move", "--to", moved)
        with serving.Server(self.tools.chungtay, run) as server:
            server.first_person(run)
            rows["SQLite"] = server.hand_in(server.campaign(), files, warm)
        records = raw.stored(run / "chungtay.db")
        rows["SQLite"]["raw"] = raw.sqlite(data.OUT / "raw.db", records)
        if cluster:
            (run / "token").unlink()
            with serving.Server(self.tools.chungtay, run, moved) as server:
                server.first_person(run)
                rows["PostgreSQL"] = server.hand_in(server.campaign(), files, warm)
            rows["PostgreSQL"]["raw"] = raw.postgres(cluster.database("raw"), records)
        for engine, row in rows.items():
            row["ratio"] = row["rate"] / row["raw"]
            self.bar(f"a. submission, {engine}: of raw inserts", row["ratio"], f">= {RAW}", row["ratio"] >= RAW)
        self.found["submission"] = {"reports": len(files), "bytes": sum(len(f) + len(r) for f, r in records) / len(records)} | rows
        (data.OUT / "raw.db").unlink()

    def country(self):
        """Start-up, memory, reading, and how soon a report is in the national total: ten years of the country."""
        folder = data.vietnam(self.tools, self.communes, YEARS)
        expected = data.expected(folder / "figures.csv")
        place = folder / "data"
        with serving.Server(self.tools.chungtay, place) as server:
            server.first_person(place)
            campaign = server.campaign()
        starts, ready = [], []
        for _ in range(3):
            began = time.perf_counter()
            with serving.Server(self.tools.chungtay, place) as server:
                server.first_person(place)
                ready.append(server.ready)
                self.same("ours at the start", server.totals(campaign), expected)
                starts.append(time.perf_counter() - began)
        with serving.Server(self.tools.chungtay, place) as server:
            server.first_person(place)
            server.totals(campaign)
            fresh = server.memory()
            server.rest()
            read = self.reading(server, campaign, expected)
            codes = data.codes(folder / "figures.csv")[:3]
            visible = [seconds for code in codes for seconds in changed(server, campaign, code)]
            time.sleep(3)
            memory = {"first answer": fresh, "after": server.memory()}
        days = sorted({day for _, day, *_ in read})
        units = list(dict.fromkeys(unit for unit, *_ in read))
        words = ["--year", data.YEAR, "--units", ",".join(units), "--days", ",".join(days), "--times", 100]
        asked = json.loads(timed(self.tools.maker, "ask", place, *words)[2])
        self.found["country"] = {
            "reports": YEARS * self.communes,
            "start": starts,
            "ready": ready,
            "memory_mb": memory,
            "read": [dict(zip(("unit", "day", "wall_ms", "cpu_ms"), row)) for row in read],
            "read_in_process": asked["asked"],
            "visible": visible,
            "cold_in_process": asked["cold"],
        }
        start, slowest = statistics.median(starts), max(cpu for *_, cpu in read)
        inside = max(row["each"] for row in asked["asked"]) * 1_000
        self.bar(f"start-up, {YEARS} years, to the first right total", start, f"<= {START} s", start <= START)
        self.bar("reading totals of a whole form, any unit and day, server ms", slowest, f"<= {READ}", slowest <= READ)
        self.bar("the same in process, ms", inside, f"<= {READ}", inside <= READ)
        most = max(visible)
        self.bar(f"b. report to national total, {self.communes} units, s", most, f"<= {VISIBLE}", most <= VISIBLE)

    def reading(self, server, campaign, expected):
        """Totals of the country, a province and a commune in the hierarchy of several days: unit, day, milliseconds on a
        connection that stays open, and of the server's processor."""
        rows = []
        connection = server.connection()
        for unit in ("VN", "01", "00004"):
            for day in (f"{data.YEAR}-12-20", "2025-06-30", "2015-01-01"):
                query = f"?unit={unit}&as-of={day}"
                try:
                    found = server.totals(campaign, query, connection)
                except SystemExit:
                    connection = server.connection()
                    continue  # no such unit that day
                if unit == "VN":
                    self.same(f"ours, in the hierarchy of {day}", found, expected)
                before, began, times = server.cpu(), time.perf_counter(), 100
                for _ in range(times):
                    server.ask_open(connection, f"/api/v1/campaigns/{campaign}/totals{query}")
                wall = (time.perf_counter() - began) * 1_000 / times
                rows.append((unit, day, wall, (server.cpu() - before) * 1_000 / times))
        connection.close()
        return rows

    def totals(self, cluster):
        """c: the national total of every cell, cold and warm, beside engines that add up the same rows."""
        folder = data.vietnam(self.tools, self.communes, YEARS)
        figures, place = folder / "figures.csv", folder / "data"
        expected = data.expected(figures)
        with serving.Server(self.tools.chungtay, place) as server:
            server.first_person(place)
            campaign = server.campaign()
            self.same("ours", server.totals(campaign), expected)
        rows, times = {}, 5 if self.words.quick else 9
        cold = []
        for _ in range(3):
            began = time.perf_counter()
            with serving.Server(self.tools.chungtay, place) as server:
                server.first_person(place)
                server.totals(campaign)
                cold.append(time.perf_counter() - began)
        with serving.Server(self.tools.chungtay, place) as server:
            server.first_person(place)
            connection, took = server.connection(), []
            for _ in range(100):
                began = time.perf_counter()
                server.ask_open(connection, f"/api/v1/campaigns/{campaign}/totals")
                took.append(time.perf_counter() - began)
        rows["chungtay, HTTP"] = {"cold": statistics.median(cold), "warm": statistics.median(took)}
        words = ["--year", data.YEAR, "--units", "VN", "--days", f"{data.YEAR}-12-20", "--times", 200]
        asked = [json.loads(timed(self.tools.maker, "ask", place, *words)[2]) for _ in range(3)]
        rows["chungtay, in process"] = {
            "cold": statistics.median(one["cold"] for one in asked),
            "warm": statistics.median(one["asked"][0]["each"] for one in asked),
        }
        self.same("ours in process", asked[0]["totals"], expected)
        targets = {engine: str(data.OUT / f"figures.{engine}") for engine in ("sqlite", "duckdb", "polars")}
        if cluster:
            targets["postgres"] = cluster.database("figures")
        for engine, target in targets.items():
            if engine != "postgres":
                Path(target).unlink(missing_ok=True)
            python("aggregate", "load", engine, figures, target)
            cold = []
            for _ in range(3):
                if engine == "postgres":
                    cluster.restart()
                first, warm, found = ask(engine, target, times)
                cold.append(first)
            rows[engine] = {"cold": statistics.median(cold), "warm": warm}
            self.same(engine, dict(sorted(found.items(), key=lambda pair: int(pair[0]))), expected)
            if engine != "postgres":
                Path(target).unlink()
        best = {of: min(rows[engine][of] for engine in targets) for of in ("cold", "warm")}
        ours = rows["chungtay, HTTP"]["cold"], rows["chungtay, in process"]["warm"]
        cold, warm = best["cold"] / ours[0], best["warm"] / ours[1]
        self.found["totals"] = {"rows": self.communes * len(expected), "sides": rows, "cold": cold, "warm": warm}
        self.bar("c. national totals, cold: times the best of them", cold, f">= {COLD}", cold >= COLD)
        self.bar("c. national totals, warm: times the best of them", warm, f">= {WARM}", warm >= WARM)

    def intake(self):
        """d and e: all forms taken in, and the consolidated report written."""
        folder = data.blank(self.tools, self.communes)
        forms = folder / "forms"
        run = serving.copy(folder / "data", "run")
        command = [self.tools.chungtay, "--data", run, "--lang", "vi", "report"]
        ours = timed(*command, "submit", forms, "--received", f"{data.YEAR}-12-10")
        timed(*command, "approve", "--all")
        rows = {"chungtay": {"seconds": ours[0], "cpu": ours[1], "reports": self.communes}}
        for engine in ("pandas", "calamine"):
            most = self.communes if engine == "calamine" or self.words.full else min(self.communes, 120)
            seconds, cpu, told = python("files", "read", engine, data.OUT / "form.toml", forms, most)
            told = json.loads(told)
            rows[engine] = {"seconds": seconds, "cpu": cpu, "reports": told["reports"]}
            expected = sum(data.expected(folder / "figures.csv").values())
            if told["reports"] == self.communes and told["figures"] != expected:
                self.differences.append(f"{engine} read figures that add up to {told['figures']}, not {expected}")
        for row in rows.values():
            row["each_ms"] = row["seconds"] * 1_000 / row["reports"]
        for engine, bar in (("pandas", PANDAS), ("calamine", CALAMINE)):
            ratio = rows[engine]["each_ms"] / rows["chungtay"]["each_ms"]
            rows[engine]["ratio"] = ratio
            name = "pandas + openpyxl" if engine == "pandas" else "python-calamine"
            self.bar(f"d. intake of forms: times {name}", ratio, f">= {bar}", ratio >= bar)
        self.found["intake"] = rows
        self.documents(command, folder)

    def documents(self, command, folder):
        out = {side: data.OUT / side for side in ("ours", "theirs")}
        for place in out.values():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
        names = {path.stem: f"Xã {path.stem}" for path in (folder / "forms").glob("*.xlsx")}
        (data.OUT / "names.json").write_text(json.dumps(names), encoding="utf-8")
        seconds, cpu, _ = timed(*command, "consolidate", "--out", out["ours"])
        told = python("files", "write", data.OUT / "form.toml", data.OUT / "names.json", folder / "forms", out["theirs"])[2]
        theirs = json.loads(told)
        expected = data.expected(folder / "figures.csv")
        self.same("python-docx and XlsxWriter", theirs["totals"], expected)
        for side, place in out.items():
            self.same(f"{side}, report.xlsx", dict(enumerate(sheet_totals(place / "report.xlsx"))), expected)
        ratio = theirs["seconds"] / seconds
        self.found["documents"] = {"seconds": seconds, "cpu": cpu, "theirs": theirs["seconds"], "ratio": ratio}
        self.found["documents"] |= {"their_workbook": theirs["workbook"], "their_document": theirs["document"]}
        self.bar("e. consolidated report: times python-docx + XlsxWriter", ratio, f">= {DOCUMENTS}", ratio >= DOCUMENTS)

    def growing(self):
        """f: what grows with the data, and what does not."""
        base = self.communes if self.words.full else data.COMMUNES // (30 if self.words.quick else 10)
        sizes = [(factor, base * factor) for factor in (1, 10, 30)]
        if self.words.full:
            sizes[-1] = (30, data.HAMLETS)
        rows = growth.measure(self.tools, base, sizes, self.same, changed)
        self.found["growth"] = rows
        # A quick look is not what the documentation shows.
        growth.picture(rows, base, (data.OUT if self.words.quick else HERE.parent / "docs") / "growth.svg")
        for name, line in rows.items():
            first, last = line[0], line[-1]
            cost, read = last["submit_cpu_ms"] / first["submit_cpu_ms"], last["read_ms"] / first["read_ms"]
            slope = (last["start"] - first["start"]) / ((last["factor"] - first["factor"]) / first["factor"])
            linear = last["start"] <= 1.5 * last["factor"] * first["start"]
            self.bar(f"f. submission, {last['factor']}x {name}: cost grows by", cost, "<= 1.5", cost <= 1.5)
            self.bar(f"f. reading, {last['factor']}x {name}: cost grows by", read, "<= 1.5", read <= 1.5)
            self.bar(f"f. start-up, {name}: seconds for each size more", slope, "linear", linear)

    def hamlets(self):
        """b at 100,000 units."""
        row = growth.one(self.tools, 1, data.HAMLETS, 1, self.same, changed)
        self.found["hamlets"] = {"units": [row]}
        most = max(row["visible"])
        self.bar(f"b. report to national total, {data.HAMLETS} units, s", most, f"<= {VISIBLE}", most <= VISIBLE)
        self.bar(f"reading all national totals, {data.HAMLETS} units, server ms", row["read_cpu_ms"], f"<= {READ}", row["read_cpu_ms"] <= READ)


def put(server, campaign, code, values, officer):
    """Hands in a report typed anew by an officer of the unit, after reopening it when it was approved, and approves it; returns
    when it was acknowledged."""
    path = f"/campaigns/{campaign}/reports/{code}"
    if server.api("GET", path)["state"] == "approved":
        server.api("POST", f"{path}/decision", {"action": "reopen", "reason": "Số liệu được sửa lại."})
    draft = server.api("GET", f"{path}/draft", token=officer)
    content = draft["content"] | {"figures": values}
    server.api("POST", path, {"version": draft["version"], "content": content}, token=officer)
    acknowledged = time.perf_counter()
    server.api("POST", f"{path}/decision", {"action": "approve"})
    return acknowledged


def changed(server, campaign, code):
    """Seconds from the acknowledgement of a report with one more in every cell until the national totals say so, read over and
    over; and the same when it is put back to what it was."""
    before = server.totals(campaign)
    values = server.api("GET", f"/campaigns/{campaign}/reports/{code}")["content"]["figures"]
    connection, took, officer = server.connection(), [], server.officer(code)
    for more in (1, 0):
        acknowledged = put(server, campaign, code, {cell: value + more for cell, value in values.items()}, officer)
        right = {cell: total + more for cell, total in before.items()}
        while server.totals(campaign, connection=connection) != right:
            if time.perf_counter() - acknowledged > 60:
                raise SystemExit(f"the report of {code} is not in the national total after a minute")
        took.append(time.perf_counter() - acknowledged)
    connection.close()
    return took


def ask(engine, target, times):
    """Seconds of a new process until its first answer, the median of later ones, and the totals."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "country.aggregate", "ask", engine, target, str(times)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE)
    found = json.loads(process.stdout.readline())
    first = time.perf_counter() - began
    warm = json.loads(process.stdout.readline())
    if process.wait() != 0:
        raise SystemExit(f"{engine} failed")
    return first, warm, found


def sheet_totals(path):
    """The totals of the first sheet of a consolidated workbook, in the order of the form."""
    import openpyxl

    rows = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(max_col=6, values_only=True)
    # Lines without a count of units are titles and headings.
    return [row[3] for row in rows if isinstance(row[4], int)]


def main():
    # Whoever ends this ends the servers it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    words = argparse.ArgumentParser(prog="./bench country", description=__doc__.splitlines()[0])
    words.add_argument("--chungtay", type=Path, required=True, help=argparse.SUPPRESS)
    words.add_argument("--maker", type=Path, help=argparse.SUPPRESS)
    size = words.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a tenth of the communes")
    size.add_argument("--full", action="store_true", help="also 100,000 units, and growth from all communes: needs an hour and 30 GB")
    words.add_argument("--only", action="append", choices=PARTS, help="one part; may be given more than once")
    words.add_argument("--without", choices=["postgres"], help="leave PostgreSQL out")
    words.add_argument("--json", action="store_true", help="also write benches/out/country.json")
    words = words.parse_args()
    chungtay = words.chungtay.resolve()
    maker = (words.maker or chungtay.parent / "examples" / "country_data").resolve()
    data.OUT.mkdir(parents=True, exist_ok=True)
    # Two at once would write over each other's data, and take each other's time.
    lock = (data.OUT.parent / "country.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit("the country benchmark is running already; wait until it has ended") from None
    bench = Bench(data.Tools(chungtay, maker), words)
    bench.found["machine"] = machine(chungtay)
    print("\n".join(report.head(bench)), flush=True)
    cluster = None
    try:
        if words.without != "postgres" and (bench.wants("submission") or bench.wants("totals")):
            cluster = Cluster()
        for part in PARTS:
            if bench.wants(part):
                print(f"{part} …", file=sys.stderr)
                getattr(bench, part)(*([cluster] if part in ("submission", "totals") else []))
                print("\n".join(report.part(bench, part)), flush=True)
    finally:
        if cluster:
            cluster.__exit__()
        shutil.rmtree(data.OUT / "run", ignore_errors=True)
    finish(bench, words)


PARTS = ("submission", "country", "totals", "intake", "growing", "hamlets")


def machine(chungtay):
    told = subprocess.run([chungtay, "--version"], check=True, capture_output=True, text=True).stdout
    names = ("pandas", "openpyxl", "python-calamine", "python-docx", "XlsxWriter", "duckdb", "polars", "psycopg")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": province.processor(),
        "system": platform.platform(),
        "versions": {"chungtay": told.split()[-1], "Python": platform.python_version()} | {n: version(n) for n in names},
    }


def finish(bench, words):
    print("\n".join(report.bars(bench)))
    if words.json:
        bars = [dict(zip(("what", "value", "bar", "kept"), bar)) for bar in bench.bars]
        path = HERE / "out" / "country.json"
        path.write_text(json.dumps(bench.found | {"bars": bars}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if bench.differences:
        print("\nthe answers differ:\n  " + "\n  ".join(bench.differences), file=sys.stderr)
    if bench.differences or any(not kept for *_, kept in bench.bars):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
