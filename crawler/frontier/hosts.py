"""Which host may be asked next: a heap of hosts by the time their rest ends."""

from __future__ import annotations

import heapq


class RestingHosts:
    """Hosts that something waits for and that nothing is asked right now, each once.

    A host taken out or given another time leaves its old entry in the heap; it is passed over when
    it comes up, so that no call costs more with the number of hosts than the heap does.
    """

    def __init__(self) -> None:
        self._until: dict[int, float] = {}
        self._heap: list[tuple[float, int]] = []

    def put(self, host: int, ready_at: float) -> None:
        self._until[host] = ready_at
        heapq.heappush(self._heap, (ready_at, host))

    def take_out(self, host: int) -> None:
        self._until.pop(host, None)

    def next(self, now: float) -> int | None:
        """The host that has been ready longest, taken out; None when none is."""
        ready_at = self.next_at()
        if ready_at is None or ready_at > now:
            return None
        host = heapq.heappop(self._heap)[1]
        del self._until[host]
        return host

    def next_at(self) -> float | None:
        """When the next host is ready; None when there is none."""
        while self._heap and self._until.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None
