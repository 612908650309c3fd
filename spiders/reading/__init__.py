"""*read*: what one archived page says, as a pure function of its bytes (read.py)."""
