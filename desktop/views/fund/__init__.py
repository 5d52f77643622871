"""The price-protection fund by client and quarter, with the ledger behind it."""
