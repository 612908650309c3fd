"""Archived pages shown as they were, without a line of their scripts.

addresses     where an archived page and its parts are shown: /arsip/20261125184820/http://…
finding       which capture answers an address at a time: nearest, good before failed, redirects and revisits followed
payload       its bytes, content coding undone
kinds         what the bytes are, whatever their server called them
clearing  html  css  sheets  pictures  rules
              rewritten so that everything comes from the archive and nothing runs
access        whether it may be shown
memento       RFC 7089: the captures of an address, for people and programs

No web framework here: archive.room answers the requests.
"""
