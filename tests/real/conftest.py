"""A real WordPress takes minutes: LUMBUNG_LONG=1 ./lumbung test, after tests/real/install-wordpress."""

import os

collect_ignore = [] if os.environ.get("LUMBUNG_LONG") else ["test_wordpress.py", "test_wordpress_shapes.py"]
