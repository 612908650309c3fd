"""Pictures and documents made in code."""

from __future__ import annotations

import struct
import zlib

from crawler.demo.documents import one_page_pdf
from crawler.demo.pictures import mosaic_jpeg, mosaic_png


def test_jpeg_is_a_chain_of_segments_with_its_size() -> None:
    segments = jpeg_segments(mosaic_jpeg("panen", 321, 243))

    assert list(segments) == [0xE0, 0xDB, 0xC0, 0xC4, 0xDA]
    assert struct.unpack(">BHHB", segments[0xC0][:6]) == (8, 243, 321, 3)


def test_jpeg_scan_holds_one_flat_block_after_another() -> None:
    picture = mosaic_jpeg("panen", 64, 48)
    scan = picture[picture.index(b"\xff\xda") + 14 : -2].replace(b"\xff\x00", b"\xff")

    # 8 by 6 blocks of three components.
    assert count_dc_codes(scan) == 8 * 6 * 3


def test_png_unpacks_to_its_pixels() -> None:
    picture = mosaic_png("panen", 33, 21)
    length = struct.unpack(">I", picture[33:37])[0]
    rows = zlib.decompress(picture[41 : 41 + length])

    assert picture[12:24] == b"IHDR" + struct.pack(">II", 33, 21)
    assert len(rows) == 21 * (1 + 33 * 3)
    assert picture.endswith(b"IEND" + struct.pack(">I", zlib.crc32(b"IEND")))


def test_each_name_has_a_picture_of_its_own_and_always_the_same() -> None:
    names = [f"foto-{number}" for number in range(50)]

    assert len({mosaic_jpeg(name, 64, 48) for name in names}) == 50
    assert len({mosaic_png(name, 64, 48) for name in names}) == 50
    mosaic_jpeg.cache_clear()
    assert mosaic_jpeg("foto-1", 64, 48) == mosaic_jpeg.__wrapped__("foto-1", 64, 48)


def test_pdf_names_the_place_of_each_object() -> None:
    pdf = one_page_pdf("Realisasi APBDes")
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    entries = pdf[start:].split(b"\n")[3:8]

    assert pdf[start:].startswith(b"xref\n")
    for number, entry in enumerate(entries, 1):
        assert pdf[int(entry[:10]) :].startswith(b"%d 0 obj" % number)


def jpeg_segments(picture: bytes) -> dict[int, bytes]:
    """Marker -> content, up to the scan; of several with one marker the last."""
    assert picture[:2] == b"\xff\xd8"
    assert picture[-2:] == b"\xff\xd9"
    segments: dict[int, bytes] = {}
    place = 2
    while 0xDA not in segments:
        marker, length = struct.unpack(">xBH", picture[place : place + 4])
        segments[marker] = picture[place + 4 : place + 2 + length]
        place += 2 + length
    return segments


def count_dc_codes(scan: bytes) -> int:
    """How many DC differences, each with its end of block, the scan holds before its filling of ones."""
    categories = {0: "00", 1: "010", 2: "011", 3: "100", 4: "101", 5: "110", 6: "1110", 7: "11110", 8: "111110"}
    bits = "".join(f"{byte:08b}" for byte in scan)
    count = place = 0
    while len(bits) - place >= 8 or "0" in bits[place:]:
        category = next(number for number, code in categories.items() if bits.startswith(code, place))
        place += len(categories[category]) + category
        assert bits[place] == "0", "end of block"
        place += 1
        count += 1
    return count
