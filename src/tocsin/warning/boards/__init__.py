"""Boards of indicators: YAML trees, read and checked."""

from tocsin.warning.boards.reading import Board, IndicatorQuery, Node, load_board, parse_board

__all__ = ["Board", "IndicatorQuery", "Node", "load_board", "parse_board"]
