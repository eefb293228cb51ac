"""Build the index of places now, not at the first reading; say where it lies and how large it is."""

from tocsin.gazetteer.opening import find_cache_folder, make_fingerprint, open_index


def main() -> None:
    """Open the index, which builds it where it is missing."""
    index = open_index()
    path = find_cache_folder() / f"places-{make_fingerprint()}.index"
    size = f"{path.stat().st_size / 1e6:.0f} MB in {path}" if path.exists() else "not kept"
    print(f"{len(index):,} places, {size}")


if __name__ == "__main__":
    main()
