"""The child process: serves one model with xllamacpp on the loopback, until its parent dies or closes its standard input.

Run as ``python -m beffroi.local_model.child`` by ``LocalModelServer`` only. Nothing that llama.cpp prints is kept: one of its
messages could quote a request. The one line on standard output is the ``LaunchReport``.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from typing import Any, NoReturn

from beffroi.local_model.launch import LaunchOrder, LaunchReport

PR_SET_PDEATHSIG = 1  # linux/prctl.h
QUIET = -1  # llama.cpp: log nothing


def main() -> NoReturn:
    """Read the order, serve, and leave when standard input closes."""
    _die_with_parent()
    status = os.dup(sys.stdout.fileno())
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.dup2(silence, sys.stderr.fileno())
    order = LaunchOrder.from_line(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_at_end_of_input, daemon=True).start()
    try:
        server = serve(order)
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent is told the name, never the text
        os.write(status, LaunchReport(failure=type(error).__name__).to_line())
        os._exit(1)
    os.write(status, LaunchReport(url=server.listening_address).to_line())
    while True:
        signal.pause()


def serve(order: LaunchOrder) -> Any:
    """The xllamacpp server of ``order``; returns once the weights are loaded and the port is open.

    Raises:
        RuntimeError: llama.cpp cannot load the weights or open the port.
    """
    import xllamacpp  # noqa: PLC0415 - inside, so that a broken library is a report and not a silent death

    plan = order.plan
    params = xllamacpp.CommonParams()
    params.model.path = str(plan.weights)
    params.model_alias = {plan.alias}
    params.hostnames = ["127.0.0.1"]
    params.port = order.port
    params.api_keys = [order.api_key]
    params.n_ctx = plan.context_size
    params.n_parallel = plan.slots
    params.kv_unified = True  # one answer alone may use the whole context
    params.cpuparams.n_threads = plan.threads
    params.cpuparams_batch.n_threads = plan.threads
    params.use_jinja = True  # the chat template that is inside the weights, tools included
    params.ui = False
    params.embedding = False
    params.endpoint_slots = False  # it shows prompts
    params.endpoint_props = False
    params.endpoint_metrics = False
    params.cors_origins = ""
    params.cache_ram_mib = 0  # no prompt of another conversation is kept aside
    params.cache_idle_slots = False
    params.offline = True
    params.fit_params = False
    params.n_gpu_layers = 0
    params.verbosity = QUIET
    return xllamacpp.Server(params)


def _die_with_parent() -> None:
    """Ask Linux to kill this process when the thread that started it ends; elsewhere, the closed pipe is enough."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _leave_at_end_of_input() -> None:
    while sys.stdin.buffer.read(1):
        continue
    os._exit(0)


if __name__ == "__main__":
    main()
