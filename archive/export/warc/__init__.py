"""WARCs of what was asked for, each valid on its own: the records of pages, and of what these need to be shown.

    wanted       which pages: captures, what their articles show, what a list calls them
    needs        style, pictures and other parts of a page, as captured nearest to it
    selection    the records chosen, in a file of their own: as many as the disk holds
    checking     each read once before it leaves: damage stays behind, and requests and metadata come along
    copying      members copied byte for byte into files of bounded size
    telling      what the first record says: what was asked, when, out of which files
    making       all of it in order

Nothing is left dangling: a revisit leaves with the record it refers to, or stays.
"""
