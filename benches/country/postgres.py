"""A private PostgreSQL with the durability it comes with: every commit is on the disk before it is acknowledged."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

from . import data


def programs():
    """The folder of the newest server installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql, or leave it out with --without postgres")
    return found[-1].parent


class Cluster:
    """On the same disk as all other data. The server refuses to run as root, so root runs it as `postgres`."""

    def __init__(self):
        self.bin, self.folder = programs(), data.OUT / "postgres"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.as_user = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = ["-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        self.run("initdb", *words)
        self.server = None
        self.start()

    def run(self, program, *words):
        subprocess.run(
            [self.bin / program, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, **self.as_user
        )

    def start(self):
        # A quarter of a small machine's memory, as the manual advises; nothing about durability is changed.
        settings = ("listen_addresses=127.0.0.1", "max_connections=200", "shared_buffers=1GB", "max_wal_size=4GB")
        words = ["-D", self.folder / "data", "-k", "", "-p", str(self.port)]
        words += [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen([self.bin / "postgres", *words], cwd="/", stdout=log, stderr=log, **self.as_user)
        for _ in range(600):
            ready = [self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready).returncode == 0:
                return
            if self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-1_000:]}")

    def stop(self):
        if self.server.poll() is not None:
            told = (self.folder / "log").read_text(errors="replace")[-1_000:]
            raise SystemExit(f"PostgreSQL ended by itself, with {self.server.returncode}: {told}")
        self.server.send_signal(2)
        self.server.wait(120)

    def restart(self):
        self.stop()
        self.start()

    def database(self, name):
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", name)
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # What it said stays when it did not end as asked.
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
