"""What Whomet knows before reading. `data.read_data` is the one door to the YAML files in `data/`."""
