"""People: accounts with passwords and roles, sessions, keys for programs, and the log of what they did."""
