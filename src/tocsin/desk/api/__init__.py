"""The interface for programs, version 1: lists by cursor, things with tags, decisions, streams, exports."""
