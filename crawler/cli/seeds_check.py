"""placeholder"""


def check() -> int:
    """x

    Example: lumbung seeds check
    """
    return 0
