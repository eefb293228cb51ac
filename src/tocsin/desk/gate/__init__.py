"""The gate: signing in and out, one's own account, and what an administrator sees and does."""
