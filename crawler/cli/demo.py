"""`lumbung demo`."""


def demo() -> int:
    """TODO"""
    return 0
