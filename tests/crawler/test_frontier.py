"""The queue on disk."""

from pathlib import Path

import pytest

from crawler.frontier.store import Frontier
from spiders.targets import Priority, Target


def target(url: str, priority: Priority = Priority.PAGE, site: str = "a.id") -> Target:
    return Target(url, site, priority, via="http://a.id/", hops="L")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "frontier.sqlite"


def taken(frontier: Frontier, now: float = 0.0) -> list[str]:
    """The addresses in the order they are given out, each done at once."""
    urls = []
    while lease := frontier.next(now):
        urls.append(lease.target.url)
        frontier.done(lease, now)
    return urls


def test_a_target_comes_back_as_it_was_put_in(path: Path) -> None:
    frontier = Frontier(path)
    wanted = Target("http://a.id/x", "a.id", Priority.FEED, via=None, hops="LS", attempts=2)
    frontier.add(wanted)

    lease = frontier.next(0)

    assert lease is not None
    assert lease.target == wanted


def test_an_address_is_queued_once_even_in_another_form(path: Path) -> None:
    frontier = Frontier(path)

    assert frontier.add(target("http://a.id/x?utm_source=fb"))
    assert not frontier.add(target("https://www.a.id/x"))
    assert frontier.add(target("https://www.a.id/x"), again=True)
    assert frontier.add(target("http://a.id/X"))
    assert len(frontier) == 3


def test_within_a_host_priority_goes_before_order(path: Path) -> None:
    frontier = Frontier(path)
    for url, priority in (
        ("/profil", Priority.PAGE),
        ("/kategori/kabar", Priority.LISTING),
        ("/foto", Priority.PICTURE),
        ("/a", Priority.ARTICLE),
        ("/sitemap.xml", Priority.SITEMAP),
        ("/feed", Priority.FEED),
        ("/b", Priority.ARTICLE),
        ("/", Priority.SEED),
    ):
        frontier.add(target(f"http://a.id{url}", priority))

    order = ("/", "/feed", "/sitemap.xml", "/a", "/b", "/foto", "/kategori/kabar", "/profil")
    assert taken(frontier) == [f"http://a.id{url}" for url in order]


def test_a_host_is_asked_one_thing_at_a_time_and_rests_between(path: Path) -> None:
    frontier = Frontier(path)
    for url in ("http://a.id/1", "http://www.a.id/2", "http://b.id/1"):
        frontier.add(target(url))

    first, other = frontier.next(0), frontier.next(0)

    assert first is not None
    assert other is not None
    assert {first.target.url, other.target.url} == {"http://a.id/1", "http://b.id/1"}
    assert frontier.next(0) is None
    frontier.done(first, ready_at=5.0)
    assert frontier.next(4.9) is None
    assert frontier.ready_at() == 5.0
    second = frontier.next(5.0)
    assert second is not None
    assert second.target.url == "http://www.a.id/2"


def test_what_was_in_flight_when_the_process_died_is_asked_again(path: Path) -> None:
    frontier = Frontier(path)
    frontier.add(target("http://a.id/1"))
    frontier.add(target("http://a.id/2"))
    frontier.commit()
    lease = frontier.next(0)
    assert lease is not None
    frontier.done(lease, 0)
    frontier.commit()
    assert frontier.next(0) is not None
    frontier.close()

    again = Frontier(path)

    assert len(again) == 1
    assert taken(again) == ["http://a.id/2"]
    assert not again.add(target("http://a.id/1"))


def test_what_was_not_committed_is_as_if_it_had_not_been(path: Path) -> None:
    frontier = Frontier(path)
    frontier.add(target("http://a.id/1"))
    frontier.commit()
    lease = frontier.next(0)
    assert lease is not None
    frontier.done(lease, 0)
    frontier.add(target("http://a.id/2"))
    frontier.close()

    again = Frontier(path)

    assert taken(again) == ["http://a.id/1"]
    assert again.add(target("http://a.id/2"))


def test_a_rest_outlasts_a_restart(path: Path) -> None:
    frontier = Frontier(path)
    frontier.add(target("http://a.id/1"))
    lease = frontier.next(0)
    assert lease is not None
    frontier.put_back(lease, ready_at=100.0)
    frontier.commit()
    frontier.close()

    assert Frontier(path).ready_at() == 100.0


def test_a_target_put_back_keeps_its_attempts(path: Path) -> None:
    frontier = Frontier(path)
    frontier.add(target("http://a.id/1"))
    lease = frontier.next(0)
    assert lease is not None
    frontier.put_back(lease, 0.0, Target("http://a.id/1", "a.id", Priority.PAGE, attempts=1))

    lease = frontier.next(0)

    assert lease is not None
    assert lease.target.attempts == 1
    assert len(frontier) == 1


def test_a_site_that_is_over_leaves_its_pictures_and_what_is_in_flight(path: Path) -> None:
    frontier = Frontier(path)
    frontier.add(target("http://a.id/flying"))
    lease = frontier.next(0)
    assert lease is not None
    for number in range(3):
        frontier.add(target(f"http://a.id/{number}"))
    frontier.add(target("http://cdn.id/foto", Priority.PICTURE))
    frontier.add(target("http://b.id/", site="b.id"))

    assert len(frontier.drop_site("a.id", requisites_too=False)) == 3

    frontier.done(lease, 0)
    assert sorted(taken(frontier)) == ["http://b.id/", "http://cdn.id/foto"]
    assert len(frontier) == 0


def test_a_host_given_up_gives_back_what_waited_for_it(path: Path) -> None:
    frontier = Frontier(path)
    for number in range(3):
        frontier.add(target(f"http://a.id/{number}"))
    lease = frontier.next(0)
    assert lease is not None

    dropped = frontier.drop_host(lease)
    frontier.done(lease, 0)

    assert [one.url for one in dropped] == ["http://a.id/1", "http://a.id/2"]
    assert len(frontier) == 0
    assert frontier.ready_at() is None


def test_robots_rules_and_facts_survive_a_restart(path: Path) -> None:
    frontier = Frontier(path)
    frontier.set_robots("http://a.id", 1.0, "rules", b"User-agent: *\nDisallow: /ku\xe9\0")
    frontier.remember("crawl_id", "x")
    frontier.commit()
    frontier.close()

    again = Frontier(path)

    assert again.robots("http://a.id") == (1.0, "rules", b"User-agent: *\nDisallow: /ku\xe9\0")
    assert again.robots("http://b.id") is None
    assert again.fact("crawl_id") == "x"
    assert again.fact("other") is None


def test_a_picture_does_not_take_the_place_of_a_page_at_its_address(path: Path) -> None:
    frontier = Frontier(path)

    assert frontier.add(target("http://a.id/x", Priority.PICTURE))
    assert not frontier.add(target("http://a.id/x", Priority.PICTURE))
    assert frontier.add(target("http://a.id/x"))


def test_a_host_can_be_borrowed_only_while_it_is_free_and_rested(path: Path) -> None:
    frontier = Frontier(path)
    frontier.add(target("http://a.id/1"))

    host = frontier.borrow("http://a.id/robots.txt", now=0.0)

    assert host is not None
    assert frontier.next(0.0) is None
    assert frontier.borrow("http://a.id/robots.txt", now=0.0) is None
    frontier.give_back(host, ready_at=3.0)
    assert frontier.borrow("http://a.id/robots.txt", now=2.0) is None
    lease = frontier.next(3.0)
    assert lease is not None
    assert frontier.is_out(lease)
    frontier.done(lease, 3.0)
    assert not frontier.is_out(lease)


def test_counts_are_kept_as_they_stand(path: Path) -> None:
    frontier = Frontier(path)
    frontier.save_counts([("a.id", "archived", 3), ("b.id", "failed", 1)])
    frontier.save_counts([("a.id", "archived", 4)])

    assert sorted(frontier.counts()) == [("a.id", "archived", 4), ("b.id", "failed", 1)]
