"""`chungtay serve`, and those who ask it."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

import web

from . import data

PASSWORD = web.PASSWORD


class Server(web.Server):
    """A server on a data folder, or on a database with its files in the folder. Behind a proxy that is not there, so that each
    sender may have an address of its own, as communes do: there is a limit for one address."""

    def __init__(self, chungtay, folder, database=None):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [chungtay, "--data", folder, "--lang", "en"]
        command += ["--database", database] if database else []
        command += ["serve", "--behind-proxy", "--listen", f"127.0.0.1:{self.port}"]
        self.began = time.perf_counter()
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        self.code, self.token_text, self.administrator = None, None, None
        for line in self.process.stdout:
            found = re.search(r": ([a-z0-9]{4,}(?:-[a-z0-9]{4,})+)$", line.strip())
            self.code = self.code or (found and found.group(1))
            if "Ctrl" in line:
                break
        self.ready = time.perf_counter() - self.began
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def first_person(self, folder):
        """The first administrator and an officer of the agency; their tokens are kept beside the data for later servers."""
        kept = folder / "token"
        if not kept.exists():
            first = {"code": self.code, "name": "Lê Thị Thử Nghiệm", "sign_in_name": "quan.tri", "password": PASSWORD}
            cookie, _ = self.post("/first", first | {"unit_name": "", "unit_code": "", "unit_kind": "other"})
            self.token_text = self.year_token(cookie)
            kept.write_text(f"{self.token_text}\n{self.person('can.bo', 'VN', 'agency')}")
        self.administrator, self.token_text = kept.read_text().split()

    def year_token(self, cookie):
        _, text = self.post("/account/tokens", {"name": "bench", "scope": "write", "days": "365"}, cookie)
        return re.search(r"<code>([^<]+)</code>", text).group(1)

    def person(self, name, unit, role):
        """Invites somebody and lets them come in: their token."""
        new = {"sign_in_name": name, "name": "Người Thử", "unit": unit, "role": role, "language": "vi"}
        invited = self.api("POST", "/people", new, token=self.administrator or self.token_text)
        code = urllib.parse.quote(invited["code"], safe="")
        return self.year_token(self.post(f"/welcome/{code}", {"password": PASSWORD})[0])

    def officer(self, unit):
        """The token of a new officer of a unit."""
        return self.person(f"xa.{unit.lower()}.{time.time_ns()}", unit, "officer")

    def api(self, method, path, body=None, connection=None, token=None):
        """What the API answers, read from JSON; over a connection that stays open when one is given."""
        own = connection or self.connection()
        headers = {"Authorization": f"Bearer {token or self.token_text}", "Content-Type": "application/json"}
        own.request(method, f"/api/v1{path}", body=None if body is None else json.dumps(body), headers=headers)
        answer = own.getresponse()
        text = answer.read()
        if connection is None:
            own.close()
        if answer.status not in (200, 201):
            raise SystemExit(f"{method} {path}: {answer.status} {text[:500].decode('utf-8', 'replace')}")
        return json.loads(text) if text else None

    def ask_open(self, connection, path):
        """An answer over a connection that stays open, unread."""
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token_text}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:500]}")
        return body

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def rest(self):
        """Waits until the totals of the other years are made, which a server does beside answering once it is up."""
        used = -1
        while used < self.cpu():
            used = self.cpu()
            # Longer than it lets the other years wait.
            time.sleep(1.5)

    def campaign(self, year=data.YEAR):
        return next(one["id"] for one in self.api("GET", "/campaigns") if one["year"] == year)

    def totals(self, campaign, query="", connection=None):
        """The totals by cell."""
        found = self.api("GET", f"/campaigns/{campaign}/totals{query}", connection=connection)
        return {cell["cell"]: cell["value"] for cell in found["cells"]}

    def hand_in(self, campaign, files, warm):
        """Files handed in by 64 clients that each send the next one when the one before is durable: reports a second, times in
        milliseconds, processor time of the server for one report."""
        lines = [f"address\t127.0.0.1:{self.port}", "rate\t0", "seconds\t0", f"warm\t{warm}", "connections\t64"]
        lines.append("class\t1\treport")
        for at, file in enumerate(files):
            sender = f"10.{at >> 16}.{at >> 8 & 255}.{at & 255}"
            headers = f"Authorization: Bearer {self.token_text}\x1fX-Forwarded-For: {sender}"
            lines.append(f"request\tPOST\t/api/v1/campaigns/{campaign}/upload\t{headers}\t{file}")
        before = self.cpu()
        told = subprocess.run([loader()], input="\n".join(lines) + "\n", text=True, capture_output=True)
        cpu = self.cpu() - before
        if told.returncode != 0:
            raise SystemExit(f"the load could not be made: {told.stderr}")
        rows = {name: fields for name, *fields in (line.split("\t") for line in told.stdout.splitlines())}
        count, failed, p50, _, p99, _ = rows["all"]
        if int(failed):
            raise SystemExit(f"{failed} of {count} reports were refused: {told.stderr[:1000]}")
        rate = int(count) / float(rows["seconds"][0])
        return {"rate": rate, "p50_ms": float(p50), "p99_ms": float(p99), "cpu_ms": cpu * 1_000 / len(files)}


def loader():
    """`load.rs`, compiled when it is not yet."""
    source, binary = web.HERE / "load.rs", data.OUT.parent / "load"
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        binary.parent.mkdir(parents=True, exist_ok=True)
        web.run("rustc", "--edition", "2024", "-O", source, "-o", binary)
    return binary


def copy(source, name):
    """A copy of a data folder to be written to."""
    target = data.OUT / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    subprocess.run(["sync"], check=True)
    return target
