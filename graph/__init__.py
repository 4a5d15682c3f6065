"""Records in, tables, network and views out."""
