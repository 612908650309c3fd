from __future__ import annotations

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from archive.room.charts import drawing
from archive.room.charts.frame import Frame, framed
from archive.room.language import language
from archive.room.pictures import PICTURES
from tests.archive.room.counts.conftest import Made, counted, month, province

NS = {"svg": "http://www.w3.org/2000/svg"}
ASKED = {"banding": "?with=bimtek&with=lomba"}
DRAWN = [name for name in PICTURES if name != "bidang"]


@pytest.mark.parametrize("name", DRAWN)
def test_each_chart_explains_itself(made: Made, name: str) -> None:
    answer = made.client.get(f"/grafik/{name}.svg{ASKED.get(name, '')}")

    root = etree.fromstring(answer.content)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert root.findtext("svg:title", namespaces=NS)
    assert root.findtext("svg:desc", namespaces=NS)
    said = " ".join(text.strip() for text in root.itertext())
    assert "Sumber: koleksi Uji, keadaan" in said
    assert "Tidak ada berita bukan berarti tidak ada kegiatan." in said
    assert not root.xpath("//svg:script", namespaces=NS)


def test_a_picture_for_slides_is_a_png(made: Made) -> None:
    assert made.client.get("/grafik/bulan.png?region=33").content[:8] == b"\x89PNG\r\n\x1a\n"


def test_its_filters_stand_in_the_picture(made: Made) -> None:
    picture = made.client.get("/grafik/bulan.svg?region=33&since=2025&until=2026&activity=bimtek").text

    for said in ("Jawa Tengah", "2025 – 2026", "Bimbingan teknis"):
        assert said in picture


def test_its_data_are_those_of_the_page(made: Made) -> None:
    rows = made.get("/grafik/bulan.json?step=month")["rows"]
    table = made.client.get("/grafik/bulan.csv?step=month").content.decode("utf-8-sig")

    of_month = counted(made.relevant(), month)
    assert {row["key"]: row["pages"] for row in rows if row["pages"]} == of_month
    written = csv.DictReader(io.StringIO(table), delimiter=";")
    assert [int(row["Berita"]) for row in written] == [row["pages"] for row in rows]


@pytest.mark.parametrize("name", DRAWN)
def test_its_data_open_in_excel_with_indonesian_headings_and_numbers(made: Made, name: str) -> None:
    answer = made.client.get(f"/grafik/{name}.csv{ASKED.get(name, '')}")
    heading, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")

    assert "Berita" in heading
    assert [one for one in heading if one.islower()] == [], "no name of the JSON twin"
    assert rows
    assert [cell for row in rows for cell in row if re.fullmatch(r"-?\d+\.\d+", cell)] == []
    assert re.search(rf'filename="lumbung-grafik-{name}-per-.*\.csv"', answer.headers["content-disposition"])


def test_the_map_has_each_kabupaten_where_it_lies(made: Made) -> None:
    rows = made.get("/grafik/peta.json")["rows"]

    assert sum(row["pages"] for row in rows) == len(made.relevant())
    assert all(94 < row["longitude"] < 142 and -11.5 < row["latitude"] < 6.5 for row in rows)


def test_english_numbers_and_months_in_english_pictures(made: Made) -> None:
    assert "Agu" in made.client.get("/grafik/bulan.svg?step=month&since=2026&lang=id").text
    assert "Aug" in made.client.get("/grafik/bulan.svg?step=month&since=2026&lang=en").text


def test_axes_count_in_whole_articles(made: Made) -> None:
    few = made.client.get(f"/grafik/bulan.svg?region={made.provinces[-1]}&step=month").text

    assert ",5</text>" not in few


def test_a_browser_that_has_it_is_not_sent_it_again(made: Made) -> None:
    first = made.client.get("/grafik/petak.svg")

    again = made.client.get("/grafik/petak.svg", headers={"If-None-Match": first.headers["etag"]})
    other = made.client.get("/grafik/petak.svg?since=2026", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert other.status_code == 200


def test_many_at_once_are_drawn_one_after_another_or_told_to_come_back(made: Made) -> None:
    codes = list(counted(made.relevant(), province))

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(lambda code: made.client.get(f"/grafik/kegiatan.svg?region={code}"), codes[:25]))

    assert {answer.status_code for answer in answers} <= {200, 503}
    assert sum(answer.status_code == 200 for answer in answers) >= 10
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 503)


def test_hostile_words_stay_words_in_a_picture(made: Made) -> None:
    answer = made.client.get("/grafik/bulan.svg", params={"text": "<script>\u202e\x07]]>&amp;"})

    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    assert not root.xpath("//*[local-name()='script']")
    assert "\u202e" not in answer.text


def test_a_chart_nobody_knows_is_not_there(made: Made) -> None:
    assert made.client.get("/grafik/xyz.svg").status_code == 404
    assert made.client.get("/grafik/bulan.exe").status_code == 404


def test_after_a_fault_the_next_chart_is_drawn(made: Made) -> None:
    with drawing.in_turn(), pytest.raises(drawing.DrawingError):
        drawing.svg({"mark": 7}, language("id"))
    with drawing.in_turn():
        drawing.end_process()

    assert made.client.get("/grafik/wilayah.svg?since=2024").status_code == 200


def test_a_frame_holds_what_xml_cannot() -> None:
    chart = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"/>'

    whole = framed(chart, Frame("Judul \x00\ud800 <b>", "x" * 5_000, [("#ffffff", "\x01satu")], ["\u202e catatan"]))

    assert etree.fromstring(whole).findtext("svg:title", namespaces=NS) == "Judul  <b>"
