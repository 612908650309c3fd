"""The archive: bytes, proof and index. It knows nothing of crawling or of what a page says.

Public names: Collection, Capture, Document. They load when first used, so that a reader worker,
which needs only the nouns, starts without the rest.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.layout import Collection
    from archive.model import Capture, Document

__all__ = ["Capture", "Collection", "Document"]


def __getattr__(name: str) -> Any:
    if name == "Collection":
        from archive.layout import Collection

        return Collection
    if name in ("Capture", "Document"):
        from archive import model

        return getattr(model, name)
    raise AttributeError(f"module 'archive' has no attribute {name!r}")
