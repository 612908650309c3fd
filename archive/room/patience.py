"""How long the room waits for a client: uvicorn waits for ever for the rest of a request, and for what nobody reads.

A few hundred connections that send a byte a minute would else keep everybody out.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 30.0  # for a whole request, from its first byte, or from the connection
ANSWER_SECONDS = 300.0  # in which the network takes nothing more of an answer
MOST_CONNECTIONS = 256
KEEP_ALIVE_SECONDS = 15


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that ends a connection which keeps it waiting."""

    request_seconds, answer_seconds = REQUEST_SECONDS, ANSWER_SECONDS
    _request_by: asyncio.TimerHandle | None = None
    _read_by: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._wait_for_request()
        else:
            self._request_by = _over(self._request_by)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._request_by = _over(self._request_by)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read_by = self._read_by or self.loop.call_later(self.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._read_by = _over(self._read_by)

    def connection_lost(self, exc: Exception | None) -> None:
        self._request_by, self._read_by = _over(self._request_by), _over(self._read_by)
        super().connection_lost(exc)

    def _wait_for_request(self) -> None:
        self._request_by = self._request_by or self.loop.call_later(self.request_seconds, self.transport.abort)


def _over(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """What then waits: nothing."""
    if timer:
        timer.cancel()
    return None
