"""The web benchmark: a province with ten years of reports, served; pages at a constant rate, a storm of reports, memory.

Run by `./bench web`. The data is made by chungtay itself: ten campaigns opened, their forms exported, filled in, handed in
and approved. Then `chungtay serve` is started on it, people sign in, and `load.rs` asks.
"""

import argparse
import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import generate

HERE = Path(__file__).resolve().parent
OUT = HERE / "out" / "web"
YEARS = 10
APPROVED, REPORTED = generate.UNITS * 4 // 10, generate.UNITS * 6 // 10
# What must be kept: 99th percentile in milliseconds, seconds until a report is on the board, idle memory in MB.
RATE, PAGE_P99, STORM, VISIBLE, IDLE = 200, 30.0, 100, 1.0, 80.0
# Rounds of files handed in among the pages; the others are for the storm.
MIXED = 2
PASSWORD = "con-duong-lang-ta"


def run(*command):
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)


def cells_of(form):
    """Where each cell and each section of an exported form is filled in: reference by key, for the first two sheets."""
    import openpyxl

    book = openpyxl.load_workbook(form)
    table, words = book.worksheets[:2]
    figures = {row[5].value: row[3].coordinate for row in table.iter_rows(max_col=6) if row[5].value}
    texts = {row[1].value: row[0].coordinate for row in words.iter_rows(max_col=2) if row[1].value}
    return figures, texts


def filled(blank, out, values, texts, places):
    """Fills in an exported form by putting values into its blank cells."""

    def put(xml, reference, inner, kind=""):
        changed, found = re.subn(rf'<c r="{reference}"((?: s="\d+")?)/>', rf'<c r="{reference}"\1{kind}>{inner}</c>', xml)
        if found != 1:
            raise SystemExit(f"{blank}: {reference} is not a blank cell")
        return changed

    with zipfile.ZipFile(blank) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                rows = re.split(r"(?=<row )", data.decode())
                by_row = {int(re.match(r'<row r="(\d+)"', row).group(1)): at for at, row in enumerate(rows) if row.startswith("<row ")}
                for key, value in values.items():
                    at = by_row[int(re.sub(r"\D", "", places[0][key]))]
                    rows[at] = put(rows[at], places[0][key], f"<v>{value}</v>")
                data = "".join(rows).encode()
            elif name == "xl/worksheets/sheet2.xml":
                xml = data.decode()
                for key, text in texts.items():
                    inner = f"<is><t>{escape(text)}</t></is>".replace("\\", "\\\\")
                    xml = put(xml, places[1][key], inner, ' t="inlineStr"')
                data = xml.encode()
            target.writestr(name, data)


def figures(number, turn):
    """Figures of a unit in a year or a turn: those of the province benchmark, larger each time."""
    return {key: value * (20 + turn) for key, value in generate.figures(number).items()}


def prepare(chungtay, rounds):
    """Makes the data, unless it was made by this very script and command. Returns the year of the open campaign."""
    this_year = date.today().year
    mark = OUT / "stamp"
    sources = [(HERE / name).read_bytes() for name in ("generate.py", "web.py")]
    stamp = hashlib.sha256(b"".join([*sources, chungtay.read_bytes(), f"{this_year} {rounds}".encode()])).hexdigest()
    if mark.exists() and mark.read_text() == stamp:
        return this_year
    print(f"making {YEARS} years of {generate.UNITS} reports …", file=sys.stderr)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    (OUT / "form.toml").write_text(generate.form(), encoding="utf-8")
    rows = [f"{code},{name},commune,AG" for code, name in generate.units()]
    head = ["code,name,kind,parent", f"AG,{generate.PROVINCE},province,"]
    (OUT / "units.csv").write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
    command, places = [chungtay, "--data", OUT / "data", "--lang", "vi"], None
    for year in range(this_year - YEARS + 1, this_year + 1):
        plan, blanks, forms = OUT / f"plan-{year}.txt", OUT / f"blank-{year}", OUT / f"forms-{year}"
        plan.write_text(generate.PLAN.replace("2026", str(year)), encoding="utf-8")
        run(*command, "campaign", "open", "--plan", plan, "--units", OUT / "units.csv", "--form", OUT / "form.toml")
        run(*command, "form", "export", "--all", "--campaign", year, "--out", blanks)
        forms.mkdir()
        first = next(blanks.iterdir())
        places = places or cells_of(first)
        turns = [year - this_year] if year < this_year else range(rounds)
        for turn in turns:
            for number, (code, name) in enumerate(generate.units(), 1):
                if turn > 0 and number <= APPROVED:
                    continue  # an approved report takes no other
                values, texts = figures(number, turn % 50), generate.prose(number + turn, name)
                suffix = f"-{turn}" if year == this_year else ""
                filled(blanks / f"{code}.xlsx", forms / f"{code}{suffix}.xlsx", values, texts, places)
        shutil.rmtree(blanks)
        if year < this_year:
            run(*command, "report", "submit", forms, "--campaign", year, "--received", f"{year}-12-10")
            run(*command, "report", "approve", "--all", "--campaign", year)
            shutil.rmtree(forms)
    # This year: four tenths are approved, two wait, the others have not reported.
    codes = [code for code, _ in generate.units()]
    for code in codes[:REPORTED]:
        (OUT / "some").mkdir(exist_ok=True)
        shutil.copy(OUT / f"forms-{this_year}" / f"{code}-0.xlsx", OUT / "some" / f"{code}.xlsx")
    run(*command, "report", "submit", OUT / "some", "--campaign", this_year)
    run(*command, "report", "approve", *codes[:APPROVED], "--campaign", this_year)
    mark.write_text(stamp)
    return this_year


class Server:
    """`chungtay serve` on a copy of the data."""

    def __init__(self, chungtay):
        self.data = OUT / "run"
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(OUT / "data", self.data)
        os.sync()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [chungtay, "--data", self.data, "--lang", "en", "serve", "--listen", f"127.0.0.1:{self.port}"]
        self.began = time.perf_counter()
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        self.code = None
        for line in self.process.stdout:
            found = re.search(r": ([a-z0-9]{4,}(?:-[a-z0-9]{4,})+)$", line.strip())
            self.code = self.code or (found and found.group(1))
            if "Ctrl" in line:
                break
        self.ready = time.perf_counter() - self.began
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def ask(self, method, path, body=None, headers=()):
        """An answer: status, headers, text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, answer.headers, text

    def post(self, path, fields, cookie=None):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        headers |= {"Cookie": cookie} if cookie else {}
        status, headers, text = self.ask("POST", path, urllib.parse.urlencode(fields), headers)
        if status >= 400:
            raise SystemExit(f"{path}: {status}\n{text[:2000]}")
        cookies = [value.split(";")[0] for value in headers.get_all("Set-Cookie") or []]
        return next((value for value in cookies if value.startswith("chungtay=")), None), text

    def token(self, cookie):
        _, text = self.post("/account/tokens", {"name": "bench", "scope": "write", "days": "1"}, cookie)
        return re.search(r"<code>([^<]+)</code>", text).group(1)

    def memory(self):
        """Resident megabytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1_000
        raise SystemExit("the system does not tell how much memory a process has")

    def cpu(self):
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.terminate()
        self.process.wait(30)


def people(server):
    """An officer of the agency with a token, a leader, and officers of some communes: their cookies."""
    first = {"code": server.code, "name": "Lê Thị Thử Nghiệm", "sign_in_name": "quan.tri", "password": PASSWORD}
    cookie, _ = server.post("/first", first | {"unit_name": "", "unit_code": "", "unit_kind": "province"})
    token = server.token(cookie)

    def person(name, unit, role):
        new = {"sign_in_name": name, "name": f"Người Thử {name}", "unit": unit, "role": role, "language": "vi"}
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        status, _, text = server.ask("POST", "/api/v1/people", json.dumps(new), headers)
        if status != 201:
            raise SystemExit(f"people: {status} {text}")
        code = json.loads(text)["code"]
        return server.post(f"/welcome/{urllib.parse.quote(code, safe='')}", {"password": PASSWORD})[0]

    agency, leader = person("can.bo", "AG", "agency"), person("lanh.dao", "AG", "leader")
    codes = [code for code, _ in generate.units()]
    waiting = codes[REPORTED:]
    officers = [(code, person(f"xa.{code.lower()}", code, "officer")) for code in dict.fromkeys((*codes[::40], *waiting[:5]))]
    return agency, server.token(agency), leader, officers


def load(plan):
    """Runs a plan: what was measured, by class."""
    told = subprocess.run([OUT.parent / "load"], input="\n".join(plan) + "\n", text=True, capture_output=True)
    sys.stderr.write(told.stderr)
    if told.returncode != 0:
        raise SystemExit("the load could not be made")
    found = {}
    for line in told.stdout.splitlines():
        name, count, failed, *times = line.split("\t")
        p50, p90, p99, most = map(float, times)
        found[name] = {"requests": int(count), "failed": int(failed), "p50": p50, "p90": p90, "p99": p99, "max": most}
    return found


def plan_of(server, rate, seconds, classes, warm=3):
    lines = [f"address\t127.0.0.1:{server.port}", f"rate\t{rate}", f"seconds\t{seconds}", f"warm\t{warm}", "connections\t64"]
    for weight, name, requests in classes:
        lines.append(f"class\t{weight}\t{name}")
        lines.extend(f"request\t{method}\t{path}\t{headers}\t{body}" for method, path, headers, body in requests)
    return lines


def mixed(campaign, agency, token, leader, officers, plan):
    """Pages and programs as on the busiest day of a province, by weight."""
    browser = "\x1fAccept-Encoding: gzip"
    page = lambda cookie, *paths: [("GET", path, f"Cookie: {cookie}{browser}", "") for path in paths]
    own = lambda pattern: [page(cookie, pattern.format(code))[0] for code, cookie in officers]
    bearer = f"Authorization: Bearer {token}"
    codes = [code for code, _ in generate.units()]
    of = f"campaign={campaign}"
    return [
        (8, "home, agency", page(agency, "/")),
        (8, "home, unit", [page(cookie, "/")[0] for _, cookie in officers]),
        (14, "board", page(agency, f"/board?{of}", f"/board?{of}&status=submitted", f"/board?{of}&sort=standing")),
        (12, "board, live part", page(agency, f"/board/fragment?{of}")),
        (8, "report looked at", page(agency, *(f"/review/{code}?{of}" for code in codes[:120:7]))),
        (12, "report being typed", own(f"/report/{{}}/entry?{of}")),
        (6, "totals", page(agency, f"/totals?{of}")),
        (6, "total opened", page(agency, f"/totals/communication_1?{of}", f"/totals/models_3/among.female?{of}")),
        (5, "overview", page(leader, f"/overview?{of}")),
        (4, "campaign", page(agency, f"/campaign?{of}")),
        (2, "plan", page(agency, f"/campaign/plan?{of}")),
        (3, "consolidated", page(agency, f"/consolidated?{of}")),
        (3, "notices", page(agency, "/notices")),
        (3, "API board", [("GET", f"/api/v1/campaigns/{campaign}/board", bearer, "")]),
        (3, "API totals", [("GET", f"/api/v1/campaigns/{campaign}/totals", bearer, "")]),
        (3, "report handed in", plan),
    ]


def cost(server, classes, times=60):
    """Milliseconds of processor time a request takes the server, by class: asked one after another."""
    found = {}
    for _, name, requests in classes:
        if any(method != "GET" for method, *_ in requests):
            continue
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        before = 0
        for turn in range(-3, times):
            _, path, headers, _ = requests[turn % len(requests)]
            if turn == 0:
                before = server.cpu()
            connection.request("GET", path, headers=dict(line.split(": ", 1) for line in headers.split("\x1f")))
            connection.getresponse().read()
        found[name] = (server.cpu() - before) * 1_000 / times
        connection.close()
    return found


def uploads(campaign, token, year, turns, codes):
    """One request for each file: every unit in turn, then all of them again."""
    headers = f"Authorization: Bearer {token}"
    files = [OUT / f"forms-{year}" / f"{code}-{turn}.xlsx" for turn in turns for code in codes]
    return [("POST", f"/api/v1/campaigns/{campaign}/upload", headers, str(file)) for file in files]


def watch(server, campaign, agency, token, year, code, until, found):
    """Hands in the reports of one unit, and looks how long until the board shows each."""
    cookie = {"Cookie": agency}
    bearer = {"Authorization": f"Bearer {token}"}
    events = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    events.request("GET", f"/board/events?campaign={campaign}", headers=cookie)
    stream = events.getresponse()
    heard = threading.Event()

    def listen():
        try:
            while line := stream.readline():
                if line.startswith(b"data:"):
                    heard.set()
        except (OSError, ValueError, AttributeError):
            pass

    threading.Thread(target=listen, daemon=True).start()
    turn = 1
    while time.perf_counter() < until:
        file = OUT / f"forms-{year}" / f"{code}-{turn}.xlsx"
        if not file.exists():
            break
        status, _, text = server.ask("POST", f"/api/v1/campaigns/{campaign}/upload", file.read_bytes(), bearer)
        if status != 201:
            found.append(f"{status} {text[:200]}")
            break
        acknowledged, revision = time.perf_counter(), json.loads(text)["revision"]
        while True:
            # As an open board does: when something changed it fetches what it shows.
            heard.wait(2)
            heard.clear()
            server.ask("GET", f"/board/fragment?campaign={campaign}", headers=cookie)
            seen = time.perf_counter()
            _, _, text = server.ask("GET", f"/api/v1/campaigns/{campaign}/board?words={code}", headers=bearer)
            if any(unit["revision"] == revision for unit in json.loads(text)["units"]) or seen - acknowledged > 10:
                break
        found.append(seen - acknowledged)
        turn += 1
        time.sleep(0.5)
    events.close()


def measure(chungtay, seconds, rounds):
    year = prepare(chungtay, rounds)
    source, binary = HERE / "load.rs", OUT.parent / "load"
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        run("rustc", "--edition", "2024", "-O", source, "-o", binary)
    server = Server(chungtay)
    try:
        agency, token, leader, officers = people(server)
        bearer = {"Authorization": f"Bearer {token}"}
        campaigns = json.loads(server.ask("GET", "/api/v1/campaigns", headers=bearer)[2])
        campaign = next(one["id"] for one in campaigns if one["year"] == year)
        codes = [code for code, _ in generate.units()][APPROVED:]
        handed = uploads(campaign, token, year, range(1, MIXED + 1), codes[1:])
        for path in (f"/board?campaign={campaign}", f"/totals?campaign={campaign}", "/"):
            server.ask("GET", path, headers={"Cookie": agency})
        time.sleep(3)
        idle_fresh = server.memory()
        mix = mixed(campaign, agency, token, leader, officers, handed)
        cpu = cost(server, mix)
        pages = load(plan_of(server, RATE, seconds, mix))
        storm = uploads(campaign, token, year, range(MIXED + 1, rounds), codes[1:])
        seen = []
        until = time.perf_counter() + min(len(storm) / STORM, seconds) + 2
        watcher = threading.Thread(
            target=watch, args=(server, campaign, agency, token, year, codes[0], until, seen), daemon=True
        )
        watcher.start()
        stormed = load(plan_of(server, STORM, min(len(storm) / STORM - 1, seconds), [(1, "report handed in", storm)], warm=1))
        watcher.join(30)
        # At rest: what a storm took is given back within seconds.
        time.sleep(15)
        idle = server.memory()
        return {
            "machine": {"cores": len(os.sched_getaffinity(0))},
            "ready_seconds": server.ready,
            "pages": pages,
            "cpu_ms": cpu,
            "storm": stormed["all"],
            "visible": seen,
            "idle_mb": {"warm": idle_fresh, "after": idle},
        }
    finally:
        server.end()


def report(found):
    """The result as lines to read, and what was missed."""
    lines = [
        f"{generate.UNITS} units x 400 cells x {YEARS} years, {found['machine']['cores']} cores; times in ms from the moment "
        "a request was due",
        "",
        f"{'at ' + str(RATE) + ' requests/s':<22}{'requests':>9}{'failed':>8}{'p50':>9}{'p90':>9}{'p99':>9}{'max':>9}{'CPU ms':>9}",
    ]
    for name, row in found["pages"].items():
        lines.append(
            f"{name:<22}{row['requests']:>9}{row['failed']:>8}{row['p50']:>9.2f}{row['p90']:>9.2f}{row['p99']:>9.2f}"
            f"{row['max']:>9.2f}" + (f"{found['cpu_ms'][name]:>9.2f}" if name in found["cpu_ms"] else "")
        )
    storm, seen = found["storm"], [each for each in found["visible"] if isinstance(each, float)]
    wrong = [each for each in found["visible"] if not isinstance(each, float)]
    lines += [
        "",
        f"{STORM} reports/s: {storm['requests']} handed in, {storm['failed']} failed, durable after p50 {storm['p50']:.1f} ms, "
        f"p99 {storm['p99']:.1f} ms",
        f"meanwhile on the board, after the acknowledgement: {len(seen)} times, at most {max(seen, default=99):.2f} s",
        f"memory: {found['idle_mb']['warm']:.0f} MB idle, {found['idle_mb']['after']:.0f} MB idle after the storm; "
        f"served {found['ready_seconds']:.2f} s after the start",
        "",
    ]
    failed = found["pages"]["all"]["failed"] + storm["failed"] + len(wrong)
    bars = [
        (f"p99 of pages at {RATE}/s < {PAGE_P99:.0f} ms", found["pages"]["all"]["p99"] < PAGE_P99),
        (f"a report at {STORM}/s is on the board within {VISIBLE:.0f} s", bool(seen) and max(seen) <= VISIBLE),
        (f"idle memory < {IDLE:.0f} MB", max(found["idle_mb"].values()) < IDLE),
        (f"the storm keeps its rate (p99 < {VISIBLE:.0f} s)", storm["p99"] < VISIBLE * 1000),
        ("no request failed", failed == 0),
    ]
    lines += [f"{'kept' if kept else 'MISSED':<8}{bar}" for bar, kept in bars]
    lines += [f"watcher: {each}" for each in wrong]
    return "\n".join(lines), [bar for bar, kept in bars if not kept]


def main():
    words = argparse.ArgumentParser(prog="./bench web", description=__doc__.splitlines()[0])
    words.add_argument("--chungtay", type=Path, required=True, help=argparse.SUPPRESS)
    words.add_argument("--seconds", type=int, default=20, help="how long each part is measured (default: 20)")
    words.add_argument("--json", action="store_true", help="also write benches/out/web.json")
    words = words.parse_args()
    # Enough different files for the seconds asked for; the same file again would be known.
    rounds = 1 + MIXED + 1 + (words.seconds + 2) * STORM // (generate.UNITS - APPROVED - 1)
    found = measure(words.chungtay.resolve(), words.seconds, rounds)
    text, missed = report(found)
    print(text)
    if words.json:
        path = HERE / "out" / "web.json"
        path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if missed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
