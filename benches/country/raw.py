"""Raw inserts of the bytes of reports with the engine's own client: one INSERT and one durable commit for each."""

import multiprocessing
import sqlite3
import threading
import time

# Spread over processes, since Python's threads share one processor.
PROCESSES, CONNECTIONS = 4, 16
WARM = 64


def stored(database):
    """What chungtay wrote of each report: the bytes of its file, and those of what was read from it."""
    engine = sqlite3.connect(database)
    found = engine.execute(
        "SELECT f.content, r.content FROM report_revision r JOIN file f ON f.unit_id = r.unit_id AND f.digest = r.file_digest"
    ).fetchall()
    engine.close()
    return found


def sqlite(path, records):
    """Inserts a second. SQLite has one writer, so one connection is the fastest there is."""
    path.unlink(missing_ok=True)
    engine = sqlite3.connect(path, isolation_level=None)
    engine.execute("PRAGMA journal_mode = WAL")
    engine.execute("PRAGMA synchronous = FULL")
    engine.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, file BLOB NOT NULL, report BLOB NOT NULL)")
    began = 0
    for at, record in enumerate(records):
        if at == WARM:
            began = time.perf_counter()
        engine.execute("INSERT INTO raw (file, report) VALUES (?, ?)", record)
    rate = (len(records) - WARM) / (time.perf_counter() - began)
    kept = engine.execute("SELECT COUNT(*) FROM raw").fetchone()[0]
    engine.close()
    if kept != len(records):
        raise SystemExit(f"{kept} of {len(records)} raw inserts are there")
    return rate


def postgres(url, records):
    """Inserts a second of 64 connections."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as engine:
        engine.execute("CREATE TABLE raw (id BIGSERIAL PRIMARY KEY, file BYTEA NOT NULL, report BYTEA NOT NULL)")
        durable = [engine.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")]
    if durable != ["on", "on"]:
        raise SystemExit(f"PostgreSQL is not durable: {durable}")
    barrier, spans = multiprocessing.Barrier(PROCESSES), multiprocessing.Queue()
    parts = [records[at::PROCESSES] for at in range(PROCESSES)]
    workers = [multiprocessing.Process(target=insert, args=(url, part, barrier, spans)) for part in parts]
    for worker in workers:
        worker.start()
    told = [spans.get(timeout=600) for _ in workers]
    for worker in workers:
        worker.join()
    with psycopg.connect(url) as engine:
        kept = engine.execute("SELECT COUNT(*) FROM raw").fetchone()[0]
    if kept != len(records):
        raise SystemExit(f"{kept} of {len(records)} raw inserts are there")
    return len(records) / (max(end for _, end in told) - min(begun for begun, _ in told))


def insert(url, records, barrier, spans):
    """One process's share, over its own connections."""
    import psycopg

    engines = [psycopg.connect(url, autocommit=True) for _ in range(CONNECTIONS)]
    for engine in engines:
        engine.execute("SELECT 1")
    barrier.wait()
    begun = time.perf_counter()

    def run(engine, share):
        cursor = engine.cursor(binary=True)
        for file, report in share:
            report = report.encode() if isinstance(report, str) else report
            cursor.execute("INSERT INTO raw (file, report) VALUES (%b, %b)", (file, report), prepare=True)

    threads = [
        threading.Thread(target=run, args=(engine, records[at::CONNECTIONS])) for at, engine in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.put((begun, time.perf_counter()))
    for engine in engines:
        engine.close()
