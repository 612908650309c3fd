"""Which language a text is in: Indonesian, Malay, Javanese, Sundanese or English.

py3langid's model knows no Sundanese (it says Javanese) and takes one Indonesian text in five for Malay; words that
only one of two languages has decide between those.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LEAST_CHARACTERS = 100
_MOST_CHARACTERS = 2000


def text_language(text: str, host: str) -> str | None:
    """The BCP 47 code of a text of more than 100 characters, else None. On .desa.id Malay means Indonesian."""
    if len(text) <= _LEAST_CHARACTERS:
        return None
    shown = text[:_MOST_CHARACTERS]
    code = str(_identifier().classify(shown)[0])
    if code == "en":
        return code
    words = re.findall(r"[^\W\d_]+", shown.lower())
    marks = {language: sum(word in known for word in words) for language, known in _ONLY.items()}
    if marks["su"] >= max(3, len(words) / 25) and marks["su"] > max(marks["jv"], marks["id"]):
        return "su"
    if code in ("id", "ms") and marks["id"] != marks["ms"]:
        code = "id" if marks["id"] > marks["ms"] else "ms"
    return "id" if code == "ms" and host.endswith(".desa.id") else code


@cache
def _identifier() -> Any:
    """The model, loaded once: 0.8 s of CPU (2026-11-25). (py3langid has no types.)"""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["id", "ms", "jv", "en"])
    return identifier


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Common words that none of the others has.
_ONLY = {
    "su": _words(
        "abdi anu atawa ayeuna bade boga dina éta eta geus henteu ieu jeung ka kana kanggo kitu kieu lembur loba mah "
        "masarakat nu nyaéta nyaeta ogé oge pikeun pisan sabab salaku sareng sim teh téh tina teu ti urang wargi"
    ),
    "jv": _words(
        "amarga ana banjur dadi dening dhateng dipun iki iku ing ingkang isih kabeh kaliyan kang karo lan menyang "
        "mligi nalika nganti nyang ora padha punika saka saking sami sampun sing tiyang utawa wis wonten"
    ),
    "id": _words(
        "bahwa berbeda bisa bupati camat desa dusun kabupaten kantor karena kecamatan kelurahan kemarin koordinasi "
        "mengatakan mobil pelatihan provinsi rapat sekolah sebanyak uang"
    ),
    "ms": _words(
        "awam bahawa berasaskan boleh ialah iaitu jabatan kakitangan kerajaan kerana khidmat mesyuarat mukim negeri "
        "pejabat pengerusi penghulu sehala selepas semasa sempena tahniah turut wang"
    ),
}
