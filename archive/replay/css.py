"""Style sheets rewritten: every address leads into the archive or nowhere.

Read by a tokenizer of the CSS syntax, so that escapes, comments and strings hide nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tinycss2
from tinycss2 import ast

from archive.replay.addresses import Modifier

# Given an address as written and what it is wanted as, the address of ours; None when it leads nowhere.
Link = Callable[[str, Modifier], str | None]

NOWHERE = "about:invalid"
# A sheet of a page builder has half a megabyte.
_LARGEST_SHEET = 4_000_000
_FUNCTIONS_WITH_ADDRESSES = (
    "url",
    "src",
    "image",
    "image-set",
    "-webkit-image-set",
    "cross-fade",
    "-webkit-cross-fade",
)


def rewrite_sheet(text: str, link: Link) -> str:
    """A style sheet, the content of <style>, or of a style attribute. What nests without end comes back empty."""
    if len(text) > _LARGEST_SHEET:
        return ""
    try:
        tokens = tinycss2.parse_component_value_list(text)
        _rewrite(tokens, link, "im_")
        return str(tinycss2.serialize(tokens))
    except RecursionError:
        return ""


# `Any`: tinycss2 has no type hints.
def _rewrite(tokens: list[Any], link: Link, wanted: Modifier) -> None:
    rule = ""
    for token in tokens:
        match token:
            case ast.AtKeywordToken():
                rule = token.lower_value
            case ast.LiteralToken() if token.value == ";":
                rule = ""
            case ast.URLToken() if rule != "namespace":
                _set(token, link, "cs_" if rule == "import" else wanted)
            case ast.StringToken() if rule == "import":
                _set(token, link, "cs_")
            case ast.FunctionBlock() if rule != "namespace":
                _rewrite_function(token, link, "cs_" if rule == "import" else wanted)
            case ast.CurlyBracketsBlock():
                _rewrite(token.content, link, "oe_" if rule == "font-face" else "im_")
                rule = ""
            case ast.ParenthesesBlock() | ast.SquareBracketsBlock():
                _rewrite(token.content, link, wanted)


def _rewrite_function(function: Any, link: Link, wanted: Modifier) -> None:
    if function.lower_name == "expression":  # of Internet Explorer: a script
        function.arguments.clear()
    elif function.lower_name in _FUNCTIONS_WITH_ADDRESSES:
        for token in function.arguments:
            if isinstance(token, ast.StringToken):
                _set(token, link, wanted)
    _rewrite(function.arguments, link, wanted)


def _set(token: Any, link: Link, wanted: Modifier) -> None:
    if token.value.startswith("#"):
        return
    address = link(token.value, wanted) or NOWHERE
    # Ours are of RFC 3986, and data: is written anew with its quotes escaped.
    quoted = '"' + "".join(f"\\{ord(one):x} " if one in '"\\\n\r\f' else one for one in address) + '"'
    token.value = address
    token.representation = f"url({quoted})" if isinstance(token, ast.URLToken) else quoted
