"""What of a page is taken out or changed so that nothing runs, and what scripts would have made visible."""

from __future__ import annotations

import re

# Taken out with all they hold.
DROPPED = frozenset(
    {"script", "base", "template", "embed", "param", "portal", "noembed", "noframes", "track", "fencedframe", "bgsound"}
)
# Taken out, what they hold stays: it is there for browsers that cannot show them.
UNWRAPPED = frozenset({"object", "applet"})
# Their content is not read as text by everybody; it is shown as such.
AS_TEXT = frozenset({"xmp", "plaintext"})

# Names that a serializer can write and every browser reads alike.
TAG = re.compile(r"[A-Za-z][A-Za-z0-9:._-]*\Z")
ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9:._-]*\Z")

# Never kept, on no element. `on…` goes besides.
DROPPED_ATTRIBUTES = frozenset({
    "action", "archive", "attributionsrc", "autofocus", "autoplay", "classid", "code", "codebase", "crossorigin",
    "data", "download", "dynsrc", "elementtiming", "fetchpriority", "form", "formaction", "formenctype",
    "formmethod", "formtarget", "http-equiv", "imagesizes", "imagesrcset", "integrity", "is", "longdesc",
    "lowsrc", "manifest", "method", "nonce", "object", "ping", "preload", "profile", "requiredextensions",
    "sandbox", "srcdoc", "target", "xml:base", "cite",
})  # fmt: skip
# Hold an address; what no rule of `html` rewrites is taken away.
ADDRESS_ATTRIBUTES = frozenset({"href", "xlink:href", "src", "srcset", "poster", "background", "data-src"})
# Of SVG: url(#part) of the same drawing.
PAINT_ATTRIBUTES = frozenset(
    {"fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end", "cursor"}
)

KEPT_META = frozenset({"viewport", "color-scheme", "theme-color"})

# Where pictures wait for a script that shows them when they come into sight.
LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-echo", "data-srcset-src", "data-image")
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
LAZY_BACKGROUNDS = ("data-bg", "data-background", "data-background-image", "data-bg-url", "data-lazy-bg")
LAZY_CLASS = re.compile(r"lazy", re.IGNORECASE)

# Classes that hide until a script comes: (class, what takes its place). lazysizes, Elementor, WP Rocket.
REVEALED_CLASSES = {
    "lazyload": "lazyloaded",
    "lazyloading": "lazyloaded",
    "elementor-invisible": "",
    "e-parent": "e-parent e-lazyloaded",
    "rocket-lazyload": "",
    "wow": "",
}
# Attributes by which style sheets hide until a script comes (AOS).
REVEALED_ATTRIBUTES = frozenset({"data-aos", "data-sal", "v-cloak", "x-cloak"})
