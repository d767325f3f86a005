"""A report that is in order, for what must be read beside what can't be."""

TALKS = "LISBON, 3 May 2031 - The foreign minister of Norway met the Swedish envoy in Oslo on Friday.\n"
