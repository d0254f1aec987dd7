"""An application that is done with one key before it looks at the next.

Textual hands keys on as they come: the second of two fast keys may be looked at before the
first had its effect. On a slow line whole words arrive at once, and "2p" must not be a 2 and a
lost p, nor the letters for a window that is about to open be commands for the one below it.
"""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen

R = TypeVar("R")
PATIENCE = 1.0  # seconds; no key takes as long, and a lost message must not hold all others


class Passed(Message):
    """Goes the way of a key, behind it, from a widget up to the application."""

    def __init__(self) -> None:
        """Begin with nothing having passed."""
        super().__init__()
        self.arrived = asyncio.Event()


class OneKeyApp(App[R], Generic[R]):
    """Keys wait in line until the one before them has had its effect."""

    def __init__(self) -> None:
        """Begin with no key typed."""
        super().__init__()
        self._typed: asyncio.Queue[events.Key] = asyncio.Queue()

    def on_load(self) -> None:
        """Begin to take keys."""
        self.run_worker(self._take_keys(), name="keys")

    async def on_event(self, event: events.Event) -> None:
        """Let keys wait in line; everything else comes in between."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._typed.put_nowait(event)
        else:
            await super().on_event(event)

    async def _take_keys(self) -> None:
        while True:
            key = await self._typed.get()
            widget = self.focused or self.screen
            await super().on_event(key)
            # What the key did may have posted a message, which did something in its turn.
            for pump in (widget, widget, self.screen):
                await self._let_pass(pump)
            await self._let_window_open()
            self._typed.task_done()

    async def _let_pass(self, pump: MessagePump) -> None:
        """Wait until everything that stands in line before now has been dealt with."""
        passed = Passed()
        if pump.is_running and pump.post_message(passed):
            try:
                await asyncio.wait_for(passed.arrived.wait(), PATIENCE)
            except TimeoutError:
                return

    async def _let_window_open(self) -> None:
        """Wait until the window that a key opened takes keys itself."""
        steps = int(PATIENCE / 0.002)
        while steps and isinstance(self.screen, ModalScreen) and self.focused is None:
            await asyncio.sleep(0.002)
            steps -= 1

    def on_passed(self, passed: Passed) -> None:
        """Everything before it has passed."""
        passed.arrived.set()

    async def all_keys_taken(self) -> None:
        """Wait until every key that was typed has had its effect."""
        await self._typed.join()
