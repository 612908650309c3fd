"""Who asks, and what they may do: reader < reviewer < archivist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

Role = Literal["reader", "reviewer", "archivist"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "archivist")


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is empty where the room has no accounts: then forms ask who decides. `session` is the cookie by which
    somebody is known; None when a proxy or a key says who it is."""

    name: str
    role: Role
    session: str | None = None

    def may(self, role: Role) -> bool:
        """Whether they may what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


# Of a room open to this machine alone: whoever sits at it could change its files as well.
AT_THIS_MACHINE = Person("", "archivist")


def person_of(request: Request) -> Person | None:
    """Who asks, as the guard found; None: nobody is known, which only the page to log in allows."""
    found = getattr(request.state, "person", AT_THIS_MACHINE)
    return found if isinstance(found, Person) else None


def role_of(text: str) -> Role | None:
    return next((role for role in ROLES if role == text), None)
