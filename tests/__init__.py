# Makes tests a package, so that tests/archive is tests.archive and never stands in for archive.
