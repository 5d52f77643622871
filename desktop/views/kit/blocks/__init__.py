"""What an open item is shown in: blocks that know no query."""
