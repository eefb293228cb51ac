"""Run a command and fail where it takes more time or memory than it may."""

import argparse
import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--megabytes", type=float, required=True)
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    started = time.monotonic()
    code = subprocess.run(given.command, check=False).returncode
    seconds = time.monotonic() - started
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{seconds:.1f} s, {megabytes:.0f} MB at most, exit code {code}", file=sys.stderr)
    sys.exit(code or int(seconds > given.seconds or megabytes > given.megabytes))
