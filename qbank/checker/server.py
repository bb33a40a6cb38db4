"""The child process: imports the checker once, then forks a worker for every socket it is handed.

Run as ``python -m qbank.checker.server FUNCTION MEMORY CHANNEL``, by :mod:`.workers` alone. ``CHANNEL`` is the number
of the control socket, or ``-``: be a worker yourself, on standard input and output.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterable
from io import BufferedRWPair
from typing import IO, Any

MEMORY = 2 * 1024**3
"""Bytes of address space for one worker."""

Sink = IO[bytes] | BufferedRWPair
Function = Callable[[dict[str, Any]], dict[str, Any]]


def limit_memory(size: int) -> None:
    """Limit the address space of this process and its children; a no-op where the system cannot (Windows, macOS)."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  # Unix only

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def find(name: str) -> Function:
    """Return the function called ``module:name``."""
    module, _, attribute = name.partition(":")
    function: Function = getattr(importlib.import_module(module), attribute)
    return function


def answer(function: Function, line: bytes) -> tuple[str, bool]:
    """Return the reply to one line, and whether the worker may go on."""
    try:
        return json.dumps({"result": function(json.loads(line))}), True
    except MemoryError:
        failure = "memory"
    except RecursionError:
        failure = "recursion"
    except Exception as error:  # noqa: BLE001  # a bug of ours, told to the parent
        traceback.print_exc()
        failure = f"exception: {type(error).__name__}"
    return json.dumps({"failure": failure}), False


def work(function: Function, source: Iterable[bytes], sink: Sink) -> None:
    """Answer line by line until the parent closes or a failure spoils this process."""
    for line in source:
        reply, healthy = answer(function, line)
        sink.write(reply.encode() + b"\n")
        sink.flush()
        if not healthy:
            return


def serve(function: Function, control: socket.socket) -> None:
    """Fork a worker for each socket that comes in; end all of them when the parent closes or dies.

    Those that have ended are waited for, so that their CPU time counts as the parent's.
    """
    children: set[int] = set()
    while True:
        message, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            for child in children:
                os.kill(child, signal.SIGKILL)
            for child in children:
                os.waitpid(child, 0)
            return
        child = os.fork()
        if child == 0:
            control.close()
            with socket.socket(fileno=handles[0]) as connection, connection.makefile("rwb") as stream:
                stream.write(f"{os.getpid()}\n".encode())
                stream.flush()
                work(function, stream, stream)
            os._exit(0)
        children.add(child)
        os.close(handles[0])
        children -= {each for each in children if os.waitpid(each, os.WNOHANG)[0]}


def main() -> None:
    """Run the process."""
    name, memory, channel = sys.argv[1:]
    limit_memory(int(memory))
    if channel == "-":
        sink, sys.stdout = sys.stdout.buffer, sys.stderr
        work(find(name), sys.stdin.buffer, sink)
    else:
        serve(find(name), socket.socket(fileno=int(channel)))


if __name__ == "__main__":
    main()
