"""Ctrl+C as an error of our own: a KeyboardInterrupt is caught and told otherwise by the library below."""

import signal


class Stopped(BaseException):
    """The person at the keyboard wants to stop."""


def stop_on_interrupt() -> None:
    """Let Ctrl+C raise Stopped from now on."""
    signal.signal(signal.SIGINT, _stop)


def _stop(signal_number: int, frame: object) -> None:
    raise Stopped
