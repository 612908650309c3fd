"""What one row of each table of a release is, and how it is made. Articles and captions are those of exports
(archive.export.rows).

    evidence   a statement about an article, with the sentence that says so
    copy       an article that another one was first with
    event      what became of a page or of a site
    region     a region that occurs
    news       how many articles of a month and a regency, news of the programme or not
    change     what is another than in the release before
"""
