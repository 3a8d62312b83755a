"""The contract of the snapshot: schema, tables and checks, stated once."""
