"""Sites the readers have not seen: written from the facts of the platforms, not from the readers."""
