"""Is somebody still there? An exchange is cancelled as soon as its client closes the connection."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from beffroi.gateway.reply import Call


async def attended(call: Call, work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` in the current task; cancel it if the client leaves once its body is read.

    Raises:
        whatever ``work`` raises, except its cancellation by the client's leaving.
    """
    task = asyncio.current_task()
    assert task is not None
    attendance = _Attendance(call, task)
    watch = asyncio.ensure_future(attendance.watch())
    try:
        await work
    except asyncio.CancelledError:
        # Either the client left, or the server itself is stopping (or both).
        if not attendance.has_left or task.uncancel() > 0:
            raise
    finally:
        watch.cancel()


class _Attendance:
    """Watches one client on behalf of the task that serves it."""

    __slots__ = ("_call", "_task", "has_left")

    def __init__(self, call: Call, task: asyncio.Task[Any]) -> None:
        self._call = call
        self._task = task
        self.has_left = False

    async def watch(self) -> None:
        """Cancel the task when the client leaves; to be cancelled when the task ends first."""
        await self._call.body_read.wait()
        await self._call.gone()
        self.has_left = True
        self._task.cancel()
