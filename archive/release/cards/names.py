"""Names of creators and the contact, as forms want them."""

from __future__ import annotations

from typing import NamedTuple


class Creator(NamedTuple):
    """ "Family, Given" is a person, all else an organisation."""

    name: str
    family: str | None
    given: str | None


def creators(names: tuple[str, ...]) -> list[Creator]:
    found = []
    for name in names:
        family, comma, given = name.partition(", ")
        found.append(Creator(name, family, given) if comma and given else Creator(name, None, None))
    return found


def mail_of(contact: str) -> str | None:
    """None where the contact is a web address."""
    return None if contact.startswith(("http://", "https://")) else contact.removeprefix("mailto:")


def address_of(contact: str) -> str:
    mail = mail_of(contact)
    return contact if mail is None else f"mailto:{mail}"
