"""The toolkit: parts that pages are built of. It knows no page, and no query."""
