"""Who may write in the reading room, and that it was this room's own page that asked for it.

Every POST goes through `require`. While there are no accounts, the room is reached from this machine alone, and
whoever sits at it is its archivist. A page of another site that makes a browser post here is refused: by what the
browser says of where the request comes from (archive.room.access.guard), and by a token that only our own pages carry.
"""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.room.access.people import ROLES, Person, Role, person_of
from archive.room.access.tokens import TOKEN_FIELD, is_token, token_of
from archive.room.language import N_
from archive.room.web import language_of

__all__ = ["ROLES", "TOKEN_FIELD", "Person", "Role", "may", "person_of", "require", "token_of", "who_decides"]


def may(request: Request, role: Role) -> bool:
    """Whether the person has this role or a higher one: what a page offers to whom."""
    person = person_of(request)
    return person is not None and person.may(role)


def require(request: Request, role: Role, form: FormData) -> Person:
    """The person, who has this role. Raises HTTPException 403."""
    speech, person = language_of(request), person_of(request)
    if person is None or not person.may(role):
        raise HTTPException(403, speech.say(N_("Anda tidak berhak mengubah ini; mintalah kepada pengelola koleksi.")))
    if not is_token(request, form.get(TOKEN_FIELD)):
        raise HTTPException(
            403, speech.say(N_("Formulir ini sudah kedaluwarsa atau dikirim dari situs lain. Muat ulang halamannya."))
        )
    return person


def who_decides(person: Person, form: FormData) -> str:
    """The name that is kept with a decision: of an account its own, else as the form says. Empty: nobody said."""
    if person.name:
        return person.name
    said = form.get("who")
    said = " ".join(said.split()) if isinstance(said, str) else ""
    return "".join(letter for letter in said if letter.isprintable())[:80]
