"""What a record says of TLS, as proposed in iipc/warc-specifications 42 and 86."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import TlsFacts

_PROTOCOLS = {"TLSv1": "tls/1.0", "TLSv1.1": "tls/1.1", "TLSv1.2": "tls/1.2", "TLSv1.3": "tls/1.3"}
_OPENSSL_NAME = re.compile(
    r"((?:ECDHE|DHE)-(?:ECDSA|RSA|DSS)-)?(AES|CHACHA20)(128|256)?-(GCM-SHA256|GCM-SHA384|SHA256|SHA384|SHA|POLY1305)"
)


def tls_fields(tls: TlsFacts) -> Iterator[tuple[str, str]]:
    """One WARC-Protocol a value, so this one stands beside that of HTTP."""
    yield "WARC-Protocol", _PROTOCOLS.get(tls.version, tls.version.lower())
    if suite := iana_suite(tls.cipher):
        yield "WARC-Cipher-Suite", suite


def iana_suite(openssl_name: str) -> str | None:
    """IANA's name of a cipher suite; None for one of a kind no web server uses (PSK, SRP)."""
    if openssl_name.startswith("TLS_"):
        return openssl_name  # from TLS 1.3 on both use the same names
    found = _OPENSSL_NAME.fullmatch(openssl_name)
    if not found:
        return None
    key_exchange, cipher, bits, mode = found.groups()
    if mode.startswith("SHA"):
        mode = f"CBC_{mode}"
    elif mode == "POLY1305":
        mode = "POLY1305_SHA256"
    parts = [(key_exchange or "RSA").rstrip("-"), "WITH", cipher, *([bits] if bits else []), mode]
    return "TLS_" + "_".join(parts).replace("-", "_")
