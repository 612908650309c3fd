"""The collection for programs: /api/, described by OpenAPI 3.1 at /api/openapi.json.

The same questions and names as on the pages and in documents/*.jsonl, answered by the same functions. Faults are told
as RFC 9457 says. No other site's script may ask (no CORS).
"""

from archive.room.api.answers import problem
from archive.room.api.routes import routes

__all__ = ["problem", "routes"]
