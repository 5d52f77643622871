"""Reports (F1): each a module that declares itself and gathers frozen tables with their charts."""
