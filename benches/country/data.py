"""The data: years of a country's reports, made once by chungtay's own use cases and kept in `benches/out/country`."""

import hashlib
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import generate

OUT = Path(__file__).resolve().parent.parent / "out" / "country"
YEAR = date.today().year
# A plan of an earlier year is taken for a slip of the pen.
FIRST_YEAR = 2000
COMMUNES, PROVINCES, HAMLETS = 3_321, 34, 100_000
# Units of a growing country whose reports are not in: they are handed in while the time is taken.
HELD_BACK = 200

PLAN = generate.PLAN.replace("ỦY BAN NHÂN DÂN\nTỈNH AN GIAO", "BỘ MẪU").replace("/KH-UBND", "/KH-BM")


def form():
    """The form of the province benchmark with sums only, so that each total is one plain SUM for everybody."""
    return generate.form().replace('roll_up = "max"\n', "")


class Tools:
    """The two programs that are measured."""

    def __init__(self, chungtay, maker):
        self.chungtay, self.maker = chungtay, maker

    def command(self, data, *words):
        subprocess.run([self.chungtay, "--data", data, "--lang", "vi", *map(str, words)], check=True, stdout=subprocess.DEVNULL)

    def make(self, data, year, units, kind, most, **options):
        """A year's campaign: how many units report in it."""
        plan = OUT / f"plan-{year}.txt"
        plan.write_text(PLAN.replace("2026", str(year)), encoding="utf-8")
        words = {"year": year, "plan": plan, "units": units, "form": OUT / "form.toml", "kind": kind, "most": most}
        words |= {name.replace("_", "-"): value for name, value in options.items()}
        given = [str(word) for name, value in words.items() for word in (f"--{name}", value)]
        began = time.perf_counter()
        told = subprocess.run([self.maker, "make", data, *given], check=True, stdout=subprocess.PIPE, text=True).stdout
        made = told.split("\t")
        print(f"  {year}: {made[2].strip()} of {made[1]} reports in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        return int(made[1])


def once(name, tools, make, *of):
    """A folder of data, made unless it was made by these very sources, and told of in so many words."""
    folder = OUT / name
    sources = [Path(__file__).read_bytes(), Path(generate.__file__).read_bytes(), tools.maker.read_bytes()]
    stamp = hashlib.sha256(b"".join([*sources, repr((YEAR, of)).encode()])).hexdigest()
    mark = folder / "stamp"
    if not (mark.exists() and mark.read_text() == stamp):
        print(f"making {name} …", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (OUT / "form.toml").write_text(form(), encoding="utf-8")
        make(folder)
        mark.write_text(stamp)
    return folder


def vietnam(tools, communes, years):
    """Ten years of Việt Nam's units as they were and are; an equal number of communes reports each year."""

    def make(folder):
        units = folder / "units.csv"
        units.write_text("code,name,kind,parent\nVN,Việt Nam,other,\n", encoding="utf-8")
        tools.command(folder / "data", "units", "load", "vietnam")
        for year in range(YEAR - years + 1, YEAR + 1):
            last = {"figures": folder / "figures.csv"} if year == YEAR else {}
            tools.make(folder / "data", year, units, "commune", communes, **last)

    return once(f"years-{years}x{communes}", tools, make, communes, years)


def blank(tools, communes):
    """The same country with this year's campaign open, nothing in, and a filled form of each commune."""

    def make(folder):
        units = folder / "units.csv"
        units.write_text("code,name,kind,parent\nVN,Việt Nam,other,\n", encoding="utf-8")
        tools.command(folder / "data", "units", "load", "vietnam")
        given = {"hand_in": 0, "forms": folder / "forms", "figures": folder / "figures.csv"}
        tools.make(folder / "data", YEAR, units, "commune", communes, **given)

    return once(f"blank-{communes}", tools, make, communes)


def grown(tools, units, years):
    """A made-up country of so many reporting units, besides those held back, in so many years."""

    def make(folder):
        kind, rows = reporting(units + HELD_BACK)
        (folder / "units.csv").write_text("\n".join(["code,name,kind,parent", *rows, ""]), encoding="utf-8")
        for year in range(YEAR - years + 1, YEAR + 1):
            last = year == YEAR
            given = {"hand_in": units, "forms": folder / "forms", "figures": folder / "figures.csv"} if last else {}
            tools.make(folder / "data", year, folder / "units.csv", kind, units + HELD_BACK, **given)

    return once(f"grown-{units}-{years}", tools, make, units, years)


def reporting(count):
    """The kind of the units that report, and rows of a country with so many: communes, or hamlets below communes."""
    small = count <= COMMUNES + HELD_BACK
    # Hamlets are of a kind that nothing above them is.
    top = "other" if small else "department"
    rows = [f"VN,Việt Mẫu,{top},", *(f"P{at},Tỉnh Mẫu {at},province,VN" for at in range(PROVINCES))]
    communes = count if small else COMMUNES
    rows += [f"C{at},Xã Mẫu {at},commune,P{at % PROVINCES}" for at in range(communes)]
    if small:
        return "commune", rows
    return "other", rows + [f"H{at},Thôn Mẫu {at},other,C{at % COMMUNES}" for at in range(count)]


def codes(figures):
    """The codes of the units that report."""
    with figures.open(encoding="utf-8") as file:
        return [line.partition(",")[0] for line in file][1:]


def expected(figures, most=None):
    """Totals of the figures made, added up by nobody who is measured: by cell, in the order of the form."""
    with figures.open(encoding="utf-8") as file:
        keys = file.readline().strip().split(",")[1:]
        sums = [0] * len(keys)
        for at, line in enumerate(file):
            if most is not None and at >= most:
                break
            sums = [total + int(value) for total, value in zip(sums, line.split(",")[1:])]
    return dict(zip(keys, sums))
