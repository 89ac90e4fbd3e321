"""The ``.leaddesk`` document: one file that holds the raw cells of every import and the log of what the user did."""
