"""The national total of every cell by GROUP BY, over the rows (unit, cell, value) in each engine's own format.

    python -m country.aggregate load ENGINE FIGURES.csv TARGET
    python -m country.aggregate ask ENGINE TARGET TIMES

`ask` prints the totals once it has them, and then how long each later answer took. One process is one user of the engine: nothing
is kept from one answer to the next but what the engine keeps itself.
"""

import json
import statistics
import sys
import time
from pathlib import Path

QUERY = "SELECT cell, SUM(value), COUNT(*) FROM figure GROUP BY cell"


def rows(source):
    with open(source, encoding="utf-8") as file:
        next(file)
        for unit, line in enumerate(file):
            yield from ((unit, cell, int(value)) for cell, value in enumerate(line.split(",")[1:]))


def columns(source):
    with open(source, encoding="utf-8") as file:
        return len(file.readline().split(",")) - 1


def load_sqlite(source, target):
    import sqlite3

    # Clustered by cell: the order in which its GROUP BY reads, without a sort.
    engine = sqlite3.connect(target)
    engine.execute("PRAGMA journal_mode = OFF")
    engine.execute("CREATE TEMP TABLE came (unit INTEGER, cell INTEGER, value INTEGER)")
    engine.executemany("INSERT INTO came VALUES (?, ?, ?)", rows(source))
    engine.execute(
        "CREATE TABLE figure (cell INTEGER, unit INTEGER, value INTEGER, PRIMARY KEY (cell, unit)) WITHOUT ROWID"
    )
    engine.execute("INSERT INTO figure SELECT cell, unit, value FROM came ORDER BY cell, unit")
    engine.commit()
    engine.execute("ANALYZE")
    engine.close()


def load_postgres(source, target):
    import psycopg

    with psycopg.connect(target, autocommit=True) as engine:
        engine.execute("CREATE TABLE figure (unit INTEGER NOT NULL, cell INTEGER NOT NULL, value INTEGER NOT NULL)")
        with engine.cursor().copy("COPY figure FROM STDIN") as copy:
            for unit, cell, value in rows(source):
                copy.write(f"{unit}\t{cell}\t{value}\n")
        engine.execute("VACUUM (FREEZE, ANALYZE) figure")


def load_duckdb(source, target):
    import duckdb

    names = ["code", *map(str, range(columns(source)))]
    engine = duckdb.connect(target)
    engine.execute(
        f"""CREATE TABLE figure AS SELECT CAST(unit AS INTEGER) AS unit, CAST(cell AS SMALLINT) AS cell, CAST(value AS INTEGER) AS value
        FROM (UNPIVOT (SELECT row_number() OVER () AS unit, * EXCLUDE code FROM read_csv(?, header = true, names = {names}))
        ON COLUMNS(* EXCLUDE unit) INTO NAME cell VALUE value)""",
        [str(source)],
    )
    engine.close()


def load_polars(source, target):
    import polars as pl

    wide = pl.read_csv(source).with_row_index("unit_number").drop("unit")
    wide.columns = ["unit", *map(str, range(len(wide.columns) - 1))]
    long = wide.unpivot(index="unit", variable_name="cell", value_name="value")
    kinds = {"unit": pl.Int32, "cell": pl.Int16, "value": pl.Int32}
    long.select(pl.col(name).cast(kind) for name, kind in kinds.items()).write_parquet(target)


def open_sqlite(target):
    import sqlite3

    engine = sqlite3.connect(target)
    return lambda: engine.execute(QUERY).fetchall()


def open_postgres(target):
    import psycopg

    engine = psycopg.connect(target, autocommit=True)
    return lambda: engine.execute(QUERY).fetchall()


def open_duckdb(target):
    import duckdb

    engine = duckdb.connect(target, read_only=True)
    return lambda: engine.execute(QUERY).fetchall()


def open_polars(target):
    import polars as pl

    frames = [pl.scan_parquet(target)]

    def ask():
        sums = [pl.col("value").cast(pl.Int64).sum(), pl.len().alias("units")]
        found = frames[0].group_by("cell").agg(sums)
        found = (found.collect() if isinstance(found, pl.LazyFrame) else found).rows()
        # From the second time on the rows are in memory.
        frames[0] = frames[0].collect() if isinstance(frames[0], pl.LazyFrame) else frames[0]
        return found

    return ask


def main(command, engine, *words):
    if command == "load":
        source, target = words
        return globals()[f"load_{engine}"](Path(source), target)
    target, times = words
    ask = globals()[f"open_{engine}"](target)
    print(json.dumps({int(cell): int(total) for cell, total, _ in ask()}), flush=True)
    ask()
    took = []
    for _ in range(int(times)):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    print(json.dumps(statistics.median(took)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
