"""How a site answered: refusals only, too many errors, other rules in its robots.txt."""

from __future__ import annotations

from statistics import median

from crawler.monitors.model import FINE, UNKNOWN, Judgement, Row, Sign, SiteView, count, facts, text

_REFUSALS = (401, 403, 429, 451)
_FEWEST_ASKED = 10


def refused(view: SiteView) -> Judgement:
    """Each answer of the site was a refusal."""
    if count(view.row, "archived"):
        return FINE
    codes = {int(code): count(facts(view.row, "codes"), code) for code in facts(view.row, "codes") if _is_code(code)}
    answers = {code: times for code, times in codes.items() if times}
    # What was only guessed at, a sitemap for example, may be missing besides.
    refusals = {code: times for code, times in answers.items() if code not in (404, 410)}
    if not view.is_done or not refusals or not set(refusals).issubset(_REFUSALS):
        return UNKNOWN
    had_pages = any(count(row, "archived") for row in view.latest)
    most = max(refusals, key=lambda code: refusals[code])
    figures = {"code": most, "answers": sum(refusals.values()), "front_page": text(view.row, "front_page")}
    return Sign("alarm" if had_pages else "warning", figures)


def _is_code(code: object) -> bool:
    return isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 3


def errors(view: SiteView) -> Judgement:
    """Far more addresses failed than usual; of a site without a past, most of them."""
    rate = _error_rate(view.row)
    if not view.is_done or not view.is_reached or rate is None:
        return UNKNOWN
    failed = count(view.row, "failed")
    standing = view.standing.get("errors")
    usual = view.usual(_error_rate)
    if standing is not None:
        before = standing.get("usual_percent")
        usual = before / 100 if isinstance(before, int | float) else usual
        is_over = rate < max(0.1, 2 * (usual or 0.0))
    elif usual is None:
        is_over = failed < 20 or rate < 0.5
    else:
        is_over = failed < 10 or rate < max(0.2, 3 * usual)
    if is_over:
        return FINE
    figures = {
        "failed": failed,
        "percent": round(100 * rate),
        "usual_percent": None if usual is None else round(100 * usual),
    }
    return Sign("warning", figures)


def _error_rate(row: Row) -> float | None:
    failed = count(row, "failed")
    asked = failed + count(row, "archived") + count(row, "gone")
    return failed / asked if asked >= _FEWEST_ASKED else None


def robots_forbids(view: SiteView) -> Judgement:
    """robots.txt forbids a site that it let us have before."""
    robots = facts(view.row, "robots")
    if text(robots, "outcome") not in ("rules", "allow_all") or not view.is_done:
        return UNKNOWN
    if not (text(view.row, "front_page") or "").startswith("disallowed"):
        return FINE
    if "robots_forbids" in view.standing or any(count(row, "archived") for row in view.latest):
        return Sign("warning", {"disallowed": count(view.row, "disallowed")})
    return UNKNOWN


def robots_changed(view: SiteView) -> Judgement:
    """Other rules than at the last visit. More than told only where much more is forbidden now."""
    now = facts(view.row, "robots")
    if text(now, "outcome") not in ("rules", "allow_all"):
        return UNKNOWN
    read = (facts(row, "robots") for row in view.latest)
    before = next((robots for robots in read if text(robots, "outcome") in ("rules", "allow_all")), None)
    if before is None:
        return UNKNOWN
    if now.get("digest") == before.get("digest"):
        return FINE
    disallowed = count(view.row, "disallowed")
    usual = [count(row, "disallowed") for row in view.latest[:6]]
    is_much = disallowed >= max(10, 5 * median(usual)) and text(view.row, "finish_reason") == "finished"
    figures = {"disallowed": disallowed, "rules": count(now, "rules"), "rules_before": count(before, "rules")}
    return Sign("warning" if is_much else "info", figures)
