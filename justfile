# The recipes that people and CI share.

shared := env("TOCSIN_SHARED", "../shared")

# Format, lint, types, layers, dead dependencies.
check:
    ruff format --check .
    ruff check .
    mypy
    lint-imports --no-cache
    deptry src

# All tests.
test *ARGS:
    pytest {{ARGS}}

# Accuracy on the development gold beside the checkout, against the floors.
eval:
    python evals/gate.py {{shared}}

# Raise the floors to what is reached now.
floors:
    python evals/set_floors.py {{shared}}

# Speed, as ratios measured in one run (about an hour; --quick takes minutes), and its drawings.
bench:
    python bench/run_all.py {{shared}}/corpus

# The documentation site, its reference made from the code.
docs:
    python scripts/make_reference.py
    zensical build --clean

# Rewrite the golden readings; review the diff.
golden:
    pytest tests/golden --rewrite-golden

# Pin every dependency anew.
lock:
    uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --no-emit-index-url --no-annotate -o requirements.lock
