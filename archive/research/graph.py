"""Links between sites as a graph that Gephi opens: GEXF 1.3.

Nodes are sites: `kind` is archived where the question found pages of it, else outside; `pages` how many, and where the
village lies. Edges are directed, their weight the pages that link, `links` how many links. The graph is made in memory:
600 bytes an edge, so a million edges take 600 MB; `least` leaves out those of few pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.catalogue.counts import counts
from archive.corpus.articles import Articles
from archive.corpus.opening import reading
from archive.corpus.table import Row
from archive.export.cells import harmless
from archive.files import OPEN_SUFFIX
from archive.regions import region_table


def write_gexf(path: Path, rows: Iterable[Row], articles: Articles, *, least: int = 1) -> int:
    """The graph of rows of `site_links`; how many edges it has. Whole or not at all."""
    import networkx as nx

    graph = nx.DiGraph(name="links between sites")
    for row in rows:
        if row["pages"] >= least:
            one, other = harmless(row["site"]), harmless(row["target_site"])
            graph.add_edge(one, other, weight=float(row["pages"]), links=row["links"])
    _tell_of_nodes(graph, articles)
    part = path.with_name(path.name + OPEN_SUFFIX)
    try:
        nx.write_gexf(graph, part, version="1.3")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return int(graph.number_of_edges())


def _tell_of_nodes(graph: object, articles: Articles) -> None:
    nodes = graph.nodes  # type: ignore[attr-defined]
    with reading(articles.engine()) as connection:
        pages = {harmless(one.key or ""): one.pages for one in counts(connection, articles.query, "site")}
    codes = {harmless(seed.id): seed.kode_wilayah or "" for seed in articles.collection.seeds()}
    for site in nodes:
        code = codes.get(site, "")
        names = {region.level: region.name for region in (*region_table().ancestors(code), region_table().get(code))
                 if region} if code else {}  # fmt: skip
        nodes[site].update(
            label=site,
            kind="archived" if site in pages else "outside",
            pages=pages.get(site, 0),
            kode_wilayah=code,
            provinsi=names.get("provinsi", ""),
            kabupaten=names.get("kabupaten", ""),
        )
