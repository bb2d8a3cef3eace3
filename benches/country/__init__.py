"""The country benchmark, in parts: data, the server, databases, totals, files, growth."""
