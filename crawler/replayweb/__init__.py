"""ReplayWeb.page over a collection: a server of its own, where archived pages run with their scripts.

    program     ReplayWeb.page itself: the operator's copy of the npm package, served as it is
    packages    a WACZ of each page that is asked for, made when it is asked for
    site        the addresses
    serving     the server, until it is ended

ReplayWeb.page is under the AGPL: it is fetched by the operator, and no part of Lumbung.
"""
