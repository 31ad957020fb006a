"""The rule packs, one TOML file each. docs/compliance.md tells how to add one; ``pyaddin/policy/rulebook.py`` reads them."""
