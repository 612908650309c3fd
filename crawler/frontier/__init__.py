"""The frontier: what is still to be fetched, one queue a host, on disk, behind Scrapy's scheduler seam."""
