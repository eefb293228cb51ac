"""Document to statements and events: the only home of spaCy."""
