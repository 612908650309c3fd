"""The process that draws: reads a question a line from its standard input, answers on its standard output.

    {"spec": …, "numbers": …}   →  {"length": 18673}, a line break, and so many bytes of SVG
    {"svg": "…"}                →  the same of PNG, twice as large: for slides
    what cannot be drawn        →  {"fault": "…"} and a line break

Run as a file: of Lumbung it needs nothing, and so weighs little more than vl-convert and its V8.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    import vl_convert

    def drawn(asked: dict[str, Any]) -> bytes:
        if "svg" in asked:
            return bytes(vl_convert.svg_to_png(asked["svg"], scale=2))
        spec, numbers = json.dumps(asked["spec"]), asked["numbers"]
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=numbers)).encode()

    for line in sys.stdin.buffer:
        try:
            body = drawn(json.loads(line))
            head: dict[str, Any] = {"length": len(body)}
        except Exception as error:  # V8's faults are of many kinds
            head, body = {"fault": str(error)[:500]}, b""
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
