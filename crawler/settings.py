"""Scrapy's settings for this project: those that Scrapy sets wrongly for an archive, each with its reason.

They hold for every spider here and for `scrapy shell` and `scrapy fetch`. What only the village
spider needs (its frontier, its pipeline) stands in its custom_settings.
"""

from archive.version import VERSION

BOT_NAME = "lumbung"
SPIDER_MODULES = ["spiders.village"]
NEWSPIDER_MODULE = "spiders"

# Our own wire: Scrapy's client loses reason phrase, header case and order, and cut-off bodies.
DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.handler.WireHandler",
    "https": "crawler.wire.handler.WireHandler",
    "ftp": None,
    "s3": None,
}
# The wire handler needs no reactor; without one there is one event loop less to reason about.
TWISTED_REACTOR_ENABLED = False
ASYNCIO_EVENT_LOOP = "uvloop.Loop"

# Who we are. `lumbung crawl` puts the collection's contact into it.
USER_AGENT = f"Lumbung/{VERSION}"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}
# br and zstd, which Scrapy would offer, cannot be read by the replay tools of today; the handler
# undoes gzip itself, so that what is archived is what was sent.
COMPRESSION_ENABLED = False

# Manners: Scrapy's defaults are no robots.txt, no delay and eight requests at a time.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 2.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 64
# A cookie makes the second page differ from what the next visitor sees.
COOKIES_ENABLED = False
# A proxy or credentials of whoever starts the crawl must not slip into an archive.
HTTPPROXY_ENABLED = False

# Bounds: Scrapy keeps up to 1 GiB of one answer in memory. What is cut is kept and marked.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 120
LUMBUNG_CONNECT_TIMEOUT = 20
LUMBUNG_FIRST_BYTE_TIMEOUT = 60
LUMBUNG_IDLE_TIMEOUT = 30
DOWNLOAD_FAIL_ON_DATALOSS = False

# Both start a server in the crawl process that runs whatever it is sent.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Scrapy makes this many tasks for each answer whatever it yields: 1.2 ms a page (measured 2026-11).
CONCURRENT_ITEMS = 1
# Links are told apart by fetch_key in the frontier, before a Request exists.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
