"""Names of cipher suites, as IANA has them."""

import pytest

from archive.warc.tls import iana_suite
from crawler.wire.tls import archive_context

NAMES = {
    "TLS_AES_128_GCM_SHA256": "TLS_AES_128_GCM_SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305": "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "DHE-RSA-AES256-SHA256": "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
    "ECDHE-RSA-AES128-SHA": "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "AES128-SHA": "TLS_RSA_WITH_AES_128_CBC_SHA",
    "PSK-AES256-GCM-SHA384": None,
}


@pytest.mark.parametrize(("openssl", "iana"), NAMES.items())
def test_a_suite_is_called_by_the_name_iana_gave_it(openssl: str, iana: str | None) -> None:
    assert iana_suite(openssl) == iana


def test_each_suite_a_web_server_can_choose_has_a_name() -> None:
    offered = [suite["name"] for suite in archive_context().get_ciphers()]

    nameless = [name for name in offered if not iana_suite(name)]

    assert all("PSK" in name or "SRP" in name for name in nameless), nameless
    assert len(nameless) < len(offered)
