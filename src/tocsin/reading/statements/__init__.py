"""Who said what: statements, their voices and their content."""

from tocsin.reading.statements.assembling import find_statements

__all__ = ["find_statements"]
