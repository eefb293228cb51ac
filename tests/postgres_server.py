"""A PostgreSQL server for the tests, in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tocsin.store import open_store


class Server:
    """A PostgreSQL server of our own in a folder of its own, reached by a socket in that folder."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs, self.numbers = folder, programs, count(1)
        self._pattern: str | None = None

    def start(self) -> None:
        arguments = ("-D", "cluster", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C")
        try:
            # A language's order of letters where the server can: ids must sort by code points anyway.
            self._run("initdb", *arguments, "--locale-provider=icu", "--icu-locale=en-US")
        except RuntimeError:
            self._run("initdb", *arguments)
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self._run("pg_ctl", "-D", "cluster", "-w", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "cluster", "-m", "immediate", "stop")

    def make_database(self, *, pattern: str | None = None) -> str:
        name = f"store_{next(self.numbers)}"
        copied = ["--template", pattern] if pattern else []
        self._run("createdb", "-h", str(self.folder), "-U", "tester", *copied, name)
        return f"postgresql://tester@/{name}?host={self.folder}"

    def make_store(self) -> str:
        """Make an empty store: the first by the migrations, the others as copies of that."""
        if self._pattern is None:
            address = self.make_database()
            open_store(address).close()
            self._pattern = address.partition("@/")[2].partition("?")[0]
        return self.make_database(pattern=self._pattern)

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root: the account that its package makes, or nobody, does.
        as_other = ["setpriv", "--reuid", _other_account(), "--clear-groups"] if os.geteuid() == 0 else []
        command = [*as_other, str(self.programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")


def _other_account() -> str:
    known = {line.partition(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return "postgres" if "postgres" in known else "nobody"


def find_programs() -> Path | None:
    on_path = shutil.which("pg_ctl")
    homes = [Path(on_path).resolve().parent] if on_path else []
    homes += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((home for home in homes if (home / "initdb").exists() and (home / "createdb").exists()), None)


@contextmanager
def run_server(programs: Path) -> Iterator[Server]:
    """Start a server in a folder of its own, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, _other_account())
    running = Server(folder, programs)
    try:
        running.start()
        yield running
        running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
