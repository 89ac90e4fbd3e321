"""Models behind the tables: numpy arrays in, cells out, a million rows without a pause."""
