"""*read*: what one archived page says, as a pure function of its bytes."""

from spiders.reading.read import READER_VERSION, read_page

__all__ = ["READER_VERSION", "read_page"]
