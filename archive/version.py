"""The version of Lumbung, in one place."""

VERSION = "0.1.0"
