"""The web face: a register as pages, rendered here, that run no script and ask nothing of any other machine."""
