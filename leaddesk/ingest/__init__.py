"""Files become datasets: sniffing, the sandboxed worker, readers, layout, repairs, mapping, importer."""
