"""What a page of a list names no more: taken out, or only pushed to the next page by newer entries."""

import pytest

from crawler.visit import missing_from


@pytest.mark.parametrize(
    ("former", "now", "taken_out", "moved_on"),
    [
        ("abcde", "abcde", "", ""),
        ("abcde", "xabcd", "", "e"),
        ("abcde", "xacde", "b", ""),
        ("abcde", "xyacd", "b", "e"),
        ("abcde", "abxde", "c", ""),
        ("abcde", "vwxyz", "", "abcde"),
        ("abcde", "ba", "", "cde"),
        ("", "abc", "", ""),
    ],
)
def test_what_had_others_after_it_that_are_still_there_was_taken_out(
    former: str, now: str, taken_out: str, moved_on: str
) -> None:
    assert missing_from(former, now) == (list(taken_out), list(moved_on))
