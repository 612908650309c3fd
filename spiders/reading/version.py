"""The version of what reads pages, by itself: whoever only compares it need not load the readers."""

# Raised with each change that makes documents say something else. `lumbung rebuild` shows what.
READER_VERSION = "4"
