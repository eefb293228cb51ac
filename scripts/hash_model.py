"""Write the hashes of the installed language model's files, after its pinned version was changed."""

import json
from pathlib import Path

from tocsin.reading.parse import DEFAULT_MODEL, HASHES_FILE, find_model_folder, hash_files

if __name__ == "__main__":
    hashes = {DEFAULT_MODEL: hash_files(find_model_folder(DEFAULT_MODEL))}
    target = Path(__file__).parents[1] / "src" / "tocsin" / "reading" / HASHES_FILE
    target.write_text(json.dumps(hashes, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(hashes[DEFAULT_MODEL])} files hashed into {target.name}")
