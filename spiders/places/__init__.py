"""Which village a site belongs to, and which regions a text names."""

from spiders.places.named import named_regions
from spiders.places.site_words import site_words
from spiders.places.village import village_of

__all__ = ["named_regions", "site_words", "village_of"]
