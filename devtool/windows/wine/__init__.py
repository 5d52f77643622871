"""Trying an installer under Wine; its two stand-ins for what Wine lacks never ship."""
