"""TLS as an archive needs it: any certificate and any version, recorded and never trusted."""

from __future__ import annotations

import ssl
import warnings

from archive.model import TlsFacts


def archive_context() -> ssl.SSLContext:
    """Village servers run expired, self-signed and foreign certificates on old TLS: none may stop a capture."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        # Python deprecates naming TLS 1.0; servers that know nothing newer are why we name it.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.set_alpn_protocols(["http/1.1"])
    legacy_server_connect = 0x4  # OpenSSL's number; Python names it from 3.12 on
    context.options |= legacy_server_connect | ssl.OP_IGNORE_UNEXPECTED_EOF
    return context


def tls_facts(connection: ssl.SSLObject | None) -> TlsFacts | None:
    """What a finished handshake showed; None for a plain connection."""
    if connection is None:
        return None
    cipher = connection.cipher()
    return TlsFacts(connection.version() or "unknown", cipher[0] if cipher else "unknown", connection.getpeercert(True))
