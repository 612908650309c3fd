"""Who may use the reading room: accounts and roles, sessions, limits, and the guard that every request passes.

Open to this machine alone, the room knows nobody and trusts whoever sits at it. With accounts, or behind a proxy that
says who somebody is, nothing is shown before it is known who asks.
"""
