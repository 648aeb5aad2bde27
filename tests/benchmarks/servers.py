"""The servers compared: started as anybody would, each with its own group of processes, wholly stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from .load import HELLO_WORLD, BenchmarkError

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[2]

_PROC = Path("/proc")
_STOP_SECONDS = 10.0
_LOG_LINES_SHOWN = 15
_RSS_PAGES = re.compile(r"^\d+ (\d+)")

_HELLO_WORLD_DATA = {
    "version": "3.1",
    "nlu": [{"intent": "ask_hello_world", "examples": "".join(f"- {text}\n" for text in HELLO_WORLD)}],
    "rules": [
        {
            "rule": "Say hello world",
            "steps": [{"intent": "ask_hello_world"}, {"action": "action_hello_world"}],
        }
    ],
}


@dataclass(frozen=True)
class Program:
    """One started command, alone with its children in a session of processes."""

    process: subprocess.Popen[bytes]
    log: Path

    def check_alive(self) -> None:
        """Raises BenchmarkError, with the end of what it wrote, if it has stopped by itself."""
        if self.process.poll() is not None:
            raise BenchmarkError(f"Un serveur s'est arrêté tout seul.\n{_tail(self.log)}")


@dataclass(frozen=True)
class Bot:
    """Everything that one bot needs to answer at `address`."""

    address: str
    programs: Sequence[Program]

    def check_alive(self) -> None:
        """Raises BenchmarkError if one of its programs has stopped."""
        for program in self.programs:
            program.check_alive()

    def memory(self) -> float:
        """Resident memory of all its processes together, in MiB, as the kernel counts it (proc(5), statm)."""
        groups = {program.process.pid for program in self.programs}
        pages = sum(_resident_pages(folder, groups) for folder in _PROC.iterdir() if folder.name.isdigit())
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def check_machine() -> None:
    """Raises BenchmarkError where memory cannot be read as it is here."""
    if not (_PROC / "self" / "statm").exists():
        raise BenchmarkError("La mesure de la mémoire lit /proc, que seul Linux possède.")


@contextmanager
def cap(folder: Path) -> Iterator[Bot]:
    """Cap Soutien as `make run` serves it, but on a free port and without its limit on messages a minute."""
    port = _free_port()
    environment = _environment(CAP_HOST="127.0.0.1", CAP_PORT=str(port), CAP_RATE_LIMIT="0")
    with _started([str(BIN / "cap"), "run"], ROOT, environment, folder / "cap.log") as program:
        yield Bot(f"http://127.0.0.1:{port}", [program])


@contextmanager
def stock(project: Path) -> Iterator[Bot]:
    """The trained stock project: its server, its REST channel and its action server."""
    port, actions_port = _free_port(), _free_port()
    (project / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    (project / "credentials.yml").write_text("rest:\n")
    rasa, environment = str(BIN / "rasa"), _stock_environment()
    serve = [rasa, "run", "--interface", "127.0.0.1", "--port", str(port)]
    act = [rasa, "run", "actions", "--port", str(actions_port)]
    with ExitStack() as stack:
        programs = [
            stack.enter_context(_started(command, project, environment, project / log))
            for command, log in ((act, "actions.log"), (serve, "server.log"))
        ]
        yield Bot(f"http://127.0.0.1:{port}", programs)


def train_cap(folder: Path) -> None:
    """Make sure that Cap Soutien's model exists: its start counts no training. Raises BenchmarkError."""
    _run([str(BIN / "cap"), "train"], ROOT, _environment(), folder / "train.log")


def lay_out_stock(project: Path) -> None:
    """Create the project of `rasa init` (which trains it once, as it comes). Raises BenchmarkError."""
    project.mkdir()
    command = [str(BIN / "rasa"), "init", "--no-prompt", "--init-dir", str(project)]
    _run(command, project, _stock_environment(), project / "init.log")


def train_stock(project: Path) -> None:
    """Enable the project's example action, reached by one intent, and train. Raises BenchmarkError."""
    actions = project / "actions" / "actions.py"
    code = re.sub(r"^# ?", "", actions.read_text().partition('"Hello World!"\n')[2], flags=re.MULTILINE)
    if "class ActionHelloWorld" not in code:
        raise BenchmarkError("Le projet de rasa init n'a plus l'action d'exemple que l'on attend.")
    actions.write_text(code)
    yaml = YAML(typ="safe")
    domain = yaml.load(project / "domain.yml")
    domain["intents"].append("ask_hello_world")
    domain["actions"] = ["action_hello_world"]
    yaml.dump(domain, project / "domain.yml")
    yaml.dump(_HELLO_WORLD_DATA, project / "data" / "hello_world.yml")
    for model in (project / "models").iterdir():
        model.unlink()
    _run([str(BIN / "rasa"), "train"], project, _stock_environment(), project / "train.log")


def _environment(**added: str) -> dict[str, str]:
    """The environment, less the settings that the person has chosen for either bot."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAP_", "SANIC_"))}
    return kept | added


def _stock_environment() -> dict[str, str]:
    """No telemetry, nothing listening beyond this machine, no `actions` but the stock project's."""
    environment = _environment(RASA_TELEMETRY_ENABLED="false", SANIC_HOST="127.0.0.1")
    environment.pop("PYTHONPATH", None)
    return environment


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> None:
    with _started(command, folder, environment, log) as program:
        if program.process.wait() != 0:
            raise BenchmarkError(f"« {Path(command[0]).name} {command[1]} » a échoué.\n{_tail(log)}")


@contextmanager
def _started(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[Program]:
    """Start a command in its own session; on the way out nothing of it is left running."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Program(process, log)
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask, wait, then force whatever is left of the group."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(_STOP_SECONDS)
        os.killpg(process.pid, signal.SIGKILL)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        process.wait()


def _resident_pages(folder: Path, sessions: set[int]) -> int:
    """Resident pages of one process if it belongs to one of the sessions, else 0."""
    try:
        after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        if int(after_name[3]) not in sessions:
            return 0
        found = _RSS_PAGES.match((folder / "statm").read_text())
    except OSError:  # it ended meanwhile
        return 0
    return int(found.group(1)) if found else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES_SHOWN:])
