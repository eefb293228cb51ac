"""Count in how many sentences of public-domain US government texts a term stands: how rare it is in linking.

python scripts/make_rarity.py wh.jsonl voa.jsonl offtopic.jsonl
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from tocsin.register.rarity import TABLE
from tocsin.register.terms import STOP_WORDS, TERM, normalize_term

KEPT = 5_000
PER = 100_000
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

if __name__ == "__main__":
    held: Counter[str] = Counter()
    sentences = 0
    for name in sys.argv[1:]:
        for line in Path(name).read_text("utf-8").splitlines():
            for sentence in SENTENCE_END.split(json.loads(line)["text"]):
                terms = {normalize_term(word) for word in TERM.findall(sentence)} - STOP_WORDS
                sentences += bool(terms)
                held.update(terms)
    kept = sorted(held.items(), key=lambda entry: (-entry[1], entry[0]))[:KEPT]
    lines = [f"{term}\t{max(1, round(PER * count / sentences))}" for term, count in kept]
    TABLE.write_text("\n".join(["term\tsentences in 100,000", *lines]) + "\n", "utf-8")
    print(f"{sentences} sentences, {len(held)} terms, {len(lines)} kept")
