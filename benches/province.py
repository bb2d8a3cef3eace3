"""The province benchmark: 200 filled forms to one consolidated report, by chungtay and by Python.

Run by `./bench`. Starts processes and compares files; imports neither package before the measuring is over, since a
child's peak memory is never reported below its parent's.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE / "out" / "province"
REPORTS, CELLS, RECEIVED = 200, 400, "2026-12-10"


def prepare(chungtay):
    """Makes the data, unless it was made by this very generator and command."""
    stamp = hashlib.sha256((HERE / "generate.py").read_bytes() + chungtay.read_bytes()).hexdigest()
    mark = OUT / "stamp"
    if mark.exists() and mark.read_text() == stamp:
        return
    print(f"making {REPORTS} filled forms …", file=sys.stderr)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    # In a process of its own, to keep this one small.
    make = "import sys, pathlib, generate; generate.province(*map(pathlib.Path, sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", make, chungtay, OUT], check=True, cwd=HERE)
    mark.write_text(stamp)


def timed(command):
    """Runs a command: wall-clock seconds, CPU seconds, peak memory in MiB, what it printed."""
    printed = OUT / "printed"
    with printed.open("wb") as file:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=file)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"exit code {child.returncode}: {' '.join(map(str, command))}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, printed.read_text(encoding="utf-8")


def result(stages, runs):
    """One measured job from the runs that make it up."""
    walls, cpus, peaks, _ = zip(*runs)
    return {"wall": sum(walls), "cpu": sum(cpus), "peak": max(peaks), "stages": stages}


def run_chungtay(chungtay):
    """Submit, approve, consolidate: three processes in a fresh copy of the data folder with the open campaign."""
    data, out = OUT / "run", OUT / "chungtay"
    for folder in (data, out):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(OUT / "data", data)
    os.sync()  # the copy is not ours to pay for
    report = [chungtay, "--data", data, "--lang", "vi", "report"]
    commands = {
        "submit": [*report, "submit", OUT / "forms", "--received", RECEIVED],
        "approve": [*report, "approve", "--all"],
        "consolidate": [*report, "consolidate", "--out", out],
    }
    runs = {stage: timed(command) for stage, command in commands.items()}
    return result({stage: run[0] for stage, run in runs.items()}, runs.values())


def run_python(processes):
    """The same in Python: one process, or several for the reading."""
    out = OUT / "python"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    files = [OUT / "form.toml", OUT / "units.csv", OUT / "forms", out]
    run = timed([sys.executable, HERE / "python_job.py", *files, str(processes)])
    return result(json.loads(run[3]), [run])


def measure(jobs, runs):
    """Every job once to warm up, then all of them in turn, so that a busy moment hits all alike."""
    measured = {name: [] for name in jobs}
    for turn in range(runs + 1):
        for name, job in jobs.items():
            print(f"\r{turn} of {runs}: {name:<24}", end="", file=sys.stderr, flush=True)
            found = job()
            if turn > 0:
                measured[name].append(found)
    print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    return measured


def summary(runs):
    """Medians of the runs of a job."""
    walls = [run["wall"] for run in runs]
    stages = {stage: statistics.median(run["stages"][stage] for run in runs) for stage in runs[0]["stages"]}
    return {
        "seconds": statistics.median(walls),
        "fastest": min(walls),
        "slowest": max(walls),
        "cpu_seconds": statistics.median(run["cpu"] for run in runs),
        "peak_mib": max(run["peak"] for run in runs),
        "reports_per_second": REPORTS / statistics.median(walls),
        "stages": stages,
    }


def report(found):
    """The summary as lines to read."""
    machine = found["machine"]
    lines = [
        f"{REPORTS} reports x {CELLS} cells: read, check, add up, report.xlsx and report.docx",
        f"{machine['cores']} cores, {machine['processor']}, {machine['system']}",
        "chungtay {chungtay}; Python {python}, openpyxl {openpyxl}, python-docx {python-docx}".format(
            **found["versions"]
        ),
        f"medians of {found['runs']} runs",
        "",
        f"{'':<22}{'seconds':>9}{'(fastest – slowest)':>22}{'reports/s':>11}{'CPU s':>8}{'peak MiB':>10}",
    ]
    for name, job in found["jobs"].items():
        spread = f"({job['fastest']:.2f} – {job['slowest']:.2f})"
        lines.append(
            f"{name:<22}{job['seconds']:>9.2f}{spread:>22}{job['reports_per_second']:>11.1f}"
            f"{job['cpu_seconds']:>8.2f}{job['peak_mib']:>10.0f}"
        )
    lines.append("")
    for name, job in found["jobs"].items():
        lines.append(f"{name}: " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in job["stages"].items()))
    lines.append("")
    for name, ratio in found["ratios"].items():
        by_cpu = found["jobs"][name]["cpu_seconds"] / found["jobs"]["chungtay"]["cpu_seconds"]
        lines.append(f"chungtay is {ratio:.1f} times as fast as {name} ({by_cpu:.1f} times by CPU seconds)")
    return "\n".join(lines)


def main():
    words = argparse.ArgumentParser(prog="./bench province", description=__doc__.splitlines()[0])
    words.add_argument("--chungtay", type=Path, required=True, help=argparse.SUPPRESS)
    words.add_argument("--runs", type=int, default=5, help="measured runs of each side (default: 5)")
    words.add_argument("--json", action="store_true", help="also write benches/out/province.json")
    words = words.parse_args()
    chungtay, cores = words.chungtay.resolve(), len(os.sched_getaffinity(0))
    if words.runs < 1:
        raise SystemExit("--runs: at least 1")
    prepare(chungtay)
    jobs = {"chungtay": lambda: run_chungtay(chungtay), "Python": lambda: run_python(1)}
    if cores > 1:
        jobs[f"Python, {cores} processes"] = lambda: run_python(cores)
    jobs = {name: summary(runs) for name, runs in measure(jobs, words.runs).items()}

    import compare  # only now: it imports openpyxl and python-docx

    differences = compare.differences(OUT)
    told = subprocess.run([chungtay, "--version"], check=True, capture_output=True, text=True).stdout
    found = {
        "reports": REPORTS,
        "cells": CELLS,
        "runs": words.runs,
        "machine": {"cores": cores, "processor": processor(), "system": platform.platform()},
        "versions": {"chungtay": told.split()[-1], "python": platform.python_version()}
        | {name: version(name) for name in ("openpyxl", "python-docx", "lxml")},
        "jobs": jobs,
        "ratios": {
            name: job["seconds"] / jobs["chungtay"]["seconds"] for name, job in jobs.items() if name != "chungtay"
        },
        "same_results": not differences,
    }
    print(report(found))
    if words.json:
        path = HERE / "out" / "province.json"
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if differences:
        print("\nthe results differ:\n  " + "\n  ".join(differences), file=sys.stderr)
        raise SystemExit(1)
    print(f"both sides agree on {compare.agreed(OUT)}")


def processor():
    """The processor by name, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
