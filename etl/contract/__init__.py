"""The contract of the published tables: columns, types, units, and their validation."""
