"""Words every room may use: money, calendar, errors, language, settings. No Qt, no SQL."""
