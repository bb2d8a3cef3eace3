"""What a hand-in, a start and an answer cost as units and years grow."""

import shutil
import statistics
import sys
import time
from itertools import chain

from . import data, plot, serving


# A machine that others share is at times half as fast for a minute: each size is measured in every round, and its best counts.
ROUNDS = 3


def measure(tools, base, sizes, same, changed):
    """Rows by what grows. Each country has a few units that have not reported; their forms are handed in."""
    factors = [factor for factor, _ in sizes[1:]]
    most = [min(factor, data.YEAR - data.FIRST_YEAR + 1) for factor in factors]
    of = [(1, base, 1), *((factor, count, 1) for factor, count in sizes[1:]), *((years, base, years) for years in most)]
    rounds = [[one(tools, *size, same, changed) for size in of] for _ in range(ROUNDS)]
    alone, *rest = [best(rows) for rows in zip(*rounds)]
    return {"units": [alone, *rest[: len(factors)]], "years": [alone, *rest[len(factors) :]]}


def best(rows):
    """What was best of each in several measurements of a size; of memory the most, of delays all."""
    pick = {"submit_rate": max, "memory_mb": max, "visible": lambda rounds: list(chain.from_iterable(rounds))}
    return {key: pick.get(key, min)(row[key] for row in rows) for key in rows[0]}


def one(tools, factor, units, years, same, changed):
    folder = data.grown(tools, units, years)
    print(f"  {units} units, {years} years …", file=sys.stderr)
    run = serving.copy(folder / "data", "run")
    with serving.Server(tools.chungtay, run) as server:
        server.first_person(run)
        campaign = server.campaign()
    expected, starts = data.expected(folder / "figures.csv", units), []
    for _ in range(3):
        began = time.perf_counter()
        with serving.Server(tools.chungtay, run) as server:
            server.first_person(run)
            found = server.totals(campaign)
            starts.append(time.perf_counter() - began)
    same(f"ours, {units} units, {years} years", found, expected)
    with serving.Server(tools.chungtay, run) as server:
        server.first_person(run)
        connection, took = server.connection(), []
        path = f"/api/v1/campaigns/{campaign}/totals"
        server.ask_open(connection, path)
        server.rest()
        before = server.cpu()
        # Enough that a moment's pause of the machine does not count as growth.
        for _ in range(300):
            began = time.perf_counter()
            server.ask_open(connection, path)
            took.append(time.perf_counter() - began)
        wall, cpu = statistics.median(took), (server.cpu() - before) / len(took)
        files = sorted((folder / "forms").glob("*.xlsx"))
        handed = server.hand_in(campaign, files, len(files) // 10)
        visible = changed(server, campaign, data.codes(folder / "figures.csv")[0])
        memory = server.memory()
    shutil.rmtree(run)
    return {
        "factor": factor,
        "units_count": units,
        "years_count": years,
        "start": statistics.median(starts),
        "read_ms": wall * 1_000,
        "read_cpu_ms": cpu * 1_000,
        "submit_cpu_ms": handed["cpu_ms"],
        "submit_rate": handed["rate"],
        "visible": visible,
        "memory_mb": memory,
    }


def picture(rows, base, path):
    """The picture of growth."""
    names = {"units": "more units", "years": "more years"}

    def lines(key, scale=1):
        return [(names[of], [(row["factor"], row[key] * scale) for row in line]) for of, line in rows.items()]

    panels = [
        ("Handing in a report", "server processor time, ms", lines("submit_cpu_ms")),
        ("Start to first right answer", "seconds", lines("start")),
        ("Reading all national totals", "ms, kept connection", lines("read_ms")),
    ]
    path.write_text(plot.draw(f"Growth from {base} units and one year", panels), encoding="utf-8")
