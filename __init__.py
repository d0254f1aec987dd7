"""rodedraad: code interviews in a terminal and find the common thread in them.

The four rooms are `transcripts`, `codebooks`, `coding` and `cli`; docs/architecture.md
shows how they connect. What all of them may raise is defined here, because no room but
`cli` may import every other.
"""

from __future__ import annotations

__version__ = "0.1.0"


class RodedraadError(Exception):
    """Something the user can put right; the message says what, where and what to type next.

    `message` is an English template in `str.format` style and `values` fill it in. Keeping
    the two apart lets `cli` translate the template before the values go in.
    `status` is the exit status of the program (1 unless a subclass says otherwise).
    """

    status = 1

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)
