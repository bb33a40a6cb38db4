"""A small pool of child processes that check questions: limited in memory and time, killed and replaced on overrun.

Plain JSON goes both ways, a line each; nothing that a worker makes is unpickled. Workers start from a server process
that imports the checker once and forks (:mod:`.server`), so the second worker costs milliseconds. Where a system cannot
fork, each worker is a process of its own. The pool's process forks nothing itself, hence may hold threads.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, Protocol, Self

from .server import MEMORY

DEADLINE = 60.0
"""Seconds of wall-clock time for one question: the last resort behind the checker's own budgets."""

PATIENCE = 2.0
"""Seconds for the server to end by itself."""

Failure = str
"""Why there is no verdict: ``time``, ``memory``, ``recursion``, ``crash``, or ``exception: NAME``."""
Reply = dict[str, Any] | Failure


class Worker(Protocol):
    """A child process that answers one line per line."""

    def send(self, line: bytes) -> None:
        """Hand over one question. Raises :class:`OSError` when the process has died."""

    def lines(self) -> Iterator[bytes]:
        """Yield what the process says until it ends."""

    def kill(self) -> None:
        """End the process now, whatever it does."""


class ForkedWorker:
    """A worker forked by the server, reached through a socket pair. Its first line tells its process id."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb")
        pid = self._file.readline()
        if not pid:  # the server could not even start
            connection.close()
            raise ConnectionError
        self._pid = int(pid)

    def send(self, line: bytes) -> None:
        """See :class:`Worker`."""
        self._connection.sendall(line)

    def lines(self) -> Iterator[bytes]:
        """See :class:`Worker`."""
        with self._file:
            yield from self._file

    def kill(self) -> None:
        """See :class:`Worker`."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        self._connection.close()


class ForkServer:
    """Starts workers by forking a process that holds the checker already."""

    def __init__(self, function: str, memory: int) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            handle = theirs.fileno()
            self._process = _python(function, memory, str(handle), stdin=subprocess.DEVNULL, handles=(handle,))

    def start(self) -> Worker:
        """Return a new worker. Raises :class:`OSError` when the server has died."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"w"], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ForkedWorker(ours)

    def close(self) -> None:
        """End the server and every worker that is left."""
        self._control.close()  # at which the server ends its workers and itself
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # still importing
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class SpawnedWorker:
    """A worker that is a process of its own, where a system cannot fork."""

    def __init__(self, function: str, memory: int) -> None:
        self._process = _python(function, memory, "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, line: bytes) -> None:
        """See :class:`Worker`."""
        stdin: IO[bytes] = self._process.stdin  # type: ignore[assignment]  # we asked for a pipe
        stdin.write(line)
        stdin.flush()

    def lines(self) -> Iterator[bytes]:
        """See :class:`Worker`."""
        yield from self._process.stdout or ()

    def kill(self) -> None:
        """See :class:`Worker`."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


class Spawner:
    """Starts each worker as a new process."""

    def __init__(self, function: str, memory: int) -> None:
        self._arguments = function, memory

    def start(self) -> Worker:
        """Return a new worker."""
        return SpawnedWorker(*self._arguments)

    def close(self) -> None:
        """Nothing is shared, nothing to end."""


def _python(
    function: str,
    memory: int,
    channel: str,
    *,
    stdin: int,
    stdout: int = subprocess.DEVNULL,
    handles: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Run the server module.

    ``-P`` keeps the current folder, where an untrusted bank may lie, off ``sys.path``; a fixed hash seed makes
    the order of sets, hence every verdict, the same in each run.
    """
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-P", "-m", "qbank.checker.server", function, str(memory), channel],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdin=stdin,
        stdout=stdout,
        stderr=None if os.environ.get("QBANK_DEBUG") else subprocess.DEVNULL,
        pass_fds=handles,
        start_new_session=os.name == "posix",  # so Ctrl-C reaches us alone, and we end the whole group
    )


class Pool:
    """Answers payloads by ``jobs`` workers at most; a context manager that leaves no process behind."""

    def __init__(self, function: str, jobs: int, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
        self._jobs = max(1, jobs)
        self._deadline = deadline
        can_fork = hasattr(os, "fork") and hasattr(socket, "send_fds")
        self._starter = ForkServer(function, memory) if can_fork else Spawner(function, memory)
        self._events: queue.Queue[tuple[Worker, bytes | None]] = queue.Queue()
        self._workers: set[Worker] = set()
        self._busy: dict[Worker, tuple[int, float]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._end(worker)
        self._starter.close()

    def answers(self, payloads: Sequence[object]) -> Iterator[tuple[int, Reply]]:
        """Yield ``(index, reply)`` for every payload, in the order in which they are done."""
        waiting = deque(enumerate(payloads))
        for _ in range(min(self._jobs, len(payloads))):
            yield from self._feed(None, waiting)
        while self._busy:
            first = min(until for _, until in self._busy.values())
            try:
                worker, line = self._events.get(timeout=max(0.0, first - time.monotonic()))
            except queue.Empty:
                now = time.monotonic()
                for late in [worker for worker, (_, until) in self._busy.items() if until <= now]:
                    index, _ = self._busy[late]
                    self._end(late)
                    yield index, "time"
                    yield from self._feed(None, waiting)
                continue
            if worker not in self._busy:  # the end of one that was killed
                continue
            index, _ = self._busy.pop(worker)
            reply = _read(line)
            yield index, reply
            if isinstance(reply, str):  # after a failure its state is not to be trusted
                self._end(worker)
            yield from self._feed(None if isinstance(reply, str) else worker, waiting)

    def _feed(self, worker: Worker | None, waiting: deque[tuple[int, object]]) -> Iterator[tuple[int, Reply]]:
        """Hand the next payload to the worker or a new one; a payload whose worker cannot be reached fails."""
        while waiting:
            index, payload = waiting.popleft()
            try:
                worker = worker or self._start()
                worker.send(json.dumps(payload).encode() + b"\n")
            except OSError:
                if worker:
                    self._end(worker)
                worker = None
                yield index, "crash"
                continue
            self._busy[worker] = (index, time.monotonic() + self._deadline)
            return

    def _end(self, worker: Worker) -> None:
        self._busy.pop(worker, None)
        self._workers.discard(worker)
        worker.kill()

    def _start(self) -> Worker:
        worker = self._starter.start()
        self._workers.add(worker)
        threading.Thread(target=_listen, args=(worker, self._events.put), daemon=True).start()
        return worker


def _listen(worker: Worker, put: Callable[[tuple[Worker, bytes | None]], None]) -> None:
    with suppress(OSError, ValueError):  # closed under our hands
        for line in worker.lines():
            put((worker, line))
    put((worker, None))


def _read(line: bytes | None) -> Reply:
    try:
        reply = json.loads(line) if line else {"failure": "crash"}
    except ValueError:
        return "crash"
    failure = reply.get("failure")
    result: Reply = str(failure) if failure else reply["result"]
    return result
