"""The wire: requests sent and answers received as bytes, before anything reads them."""
