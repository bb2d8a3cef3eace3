"""The result as lines to read."""


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def head(bench):
    machine = bench.found["machine"]
    yield f"{bench.communes:,} communes x 400 cells, {machine['cores']} cores, {machine['processor']}, {machine['system']}"
    yield ", ".join(f"{name} {version}" for name, version in machine["versions"].items())


def part(bench, name):
    """What was measured in a part."""
    told = {
        "submission": [("submission", submission)],
        "country": [("country", country)],
        "totals": [("totals", totals)],
        "intake": [("intake", intake), ("documents", documents)],
        "growing": [("growth", growth)],
        "hamlets": [("hamlets", hamlets)],
    }
    for key, tell in told[name]:
        yield ""
        yield from tell(bench.found[key])


def bars(bench):
    yield ""
    for what, value, bar, kept in bench.bars:
        yield f"{'kept' if kept else 'MISSED':<8}{what:<62}{number(value):>10}  {bar}"
    if not bench.differences:
        yield ""
        yield "all sides agree on every total they were asked for"


def submission(found):
    yield f"a. {found['reports']:,} reports of {found['bytes'] / 1_000:.0f} kB, 64 clients, each durable when acknowledged"
    yield f"{'':<14}{'reports/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'raw inserts/s':>15}{'of raw':>9}"
    for engine in ("SQLite", "PostgreSQL"):
        if row := found.get(engine):
            yield (
                f"{engine:<14}{row['rate']:>10.0f}{row['p50_ms']:>9.1f}{row['p99_ms']:>9.1f}{row['cpu_ms']:>9.2f}"
                f"{row['raw']:>15.0f}{row['ratio']:>9.2f}"
            )


def country(found):
    yield f"{found['reports']:,} reports of ten years"
    yield "start to the first right total: " + ", ".join(f"{seconds:.2f} s" for seconds in found["start"])
    yield "memory: " + ", ".join(f"{megabytes:.0f} MB {when}" for when, megabytes in found["memory_mb"].items())
    inside = {(row["unit"], row["day"]): row["each"] * 1_000 for row in found["read_in_process"]}
    yield f"{'totals of a whole form':<24}{'in the units of':<16}{'HTTP ms':>9}{'CPU ms':>9}{'in process ms':>15}"
    for row in found["read"]:
        each = inside.get((row["unit"], row["day"]))
        process = f"{each:>15.2f}" if each is not None else ""
        yield f"{row['unit']:<24}{row['day']:<16}{row['wall_ms']:>9.2f}{row['cpu_ms']:>9.2f}{process}"
    most = max(found["visible"])
    yield f"b. a report acknowledged, approved, and in the national total: at most {most:.3f} s of {len(found['visible'])} times"
    yield "   DHIS2 cannot be run here, so no ratio is claimed"


def totals(found):
    yield f"c. national totals of 400 cells, {found['rows']:,} rows; ms"
    yield f"{'':<22}{'cold':>10}{'warm':>10}"
    for side, row in found["sides"].items():
        yield f"{side:<22}{row['cold'] * 1_000:>10.1f}{row['warm'] * 1_000:>10.3f}"


def intake(found):
    yield "d. filled .xlsx forms; chungtay also stores them, durably"
    yield f"{'':<14}{'forms':>8}{'seconds':>10}{'ms each':>10}{'CPU ms each':>13}{'times':>8}"
    for side, row in found.items():
        times = f"{row['ratio']:>8.1f}" if "ratio" in row else ""
        cpu = row["cpu"] * 1_000 / row["reports"]
        yield f"{side:<14}{row['reports']:>8,}{row['seconds']:>10.2f}{row['each_ms']:>10.2f}{cpu:>13.2f}{times}"


def documents(found):
    yield f"e. report.docx and report.xlsx: chungtay {found['seconds']:.2f} s ({found['cpu']:.2f} s CPU), from its database"
    yield (
        f"   python-docx + XlsxWriter {found['theirs']:.2f} s, from reports in memory: "
        f"workbook {found['their_workbook']:.2f} s, document {found['their_document']:.2f} s"
    )


def growth(found):
    yield "f. growth, drawn in growth.svg"
    yield from sizes(found)


def hamlets(found):
    yield "b. a country of 100,000 reporting units"
    yield from sizes(found)


def sizes(found):
    yield (
        f"{'':<7}{'units':>9}{'years':>7}{'hand-in CPU ms':>16}{'reports/s':>11}{'start s':>9}{'read ms':>9}{'read CPU ms':>13}"
        f"{'visible s':>11}{'MB':>6}"
    )
    for of, rows in found.items():
        for row in rows:
            yield (
                f"{of:<7}{row['units_count']:>9,}{row['years_count']:>7}{row['submit_cpu_ms']:>16.2f}{row['submit_rate']:>11.0f}"
                f"{row['start']:>9.2f}{row['read_ms']:>9.2f}{row['read_cpu_ms']:>13.2f}{max(row['visible']):>11.3f}"
                f"{row['memory_mb']:>6.0f}"
            )
