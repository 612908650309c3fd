"""Who may see what: the access list, what it means for an address at a time, and the steps of a takedown.

entries     lines of decisions/access.jsonl: written, withdrawn, read
listed      all of them, and which decides of an address, a capture, a line of documents/*.jsonl
current     the list as the file is now
asking      whether who asks may see what is for staff
leaving     what exports and releases may take
aclj        the same list in the words of pywb
takedowns   lines of decisions/takedowns.jsonl: request, assessment, restriction, outcome, erasure
assessment  what of a collection a request means
"""
