"""Which language a text is in: Indonesian, Malay, Javanese or English."""

from __future__ import annotations

from functools import cache
from typing import Any

_LEAST_CHARACTERS = 100


def text_language(text: str, host: str) -> str | None:
    """The BCP 47 code of a text of more than 100 characters, else None. On .desa.id Malay means Indonesian."""
    if len(text) <= _LEAST_CHARACTERS:
        return None
    code = str(_identifier().classify(text[:2000])[0])
    return "id" if code == "ms" and host.endswith(".desa.id") else code


@cache
def _identifier() -> Any:
    """The model, loaded once: 0.8 s of CPU (2026-11-25). (py3langid has no types.)"""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["id", "ms", "jv", "en"])
    return identifier
