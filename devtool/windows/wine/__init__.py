"""Trying an installer under Wine; its stand-ins for what Wine lacks never ship."""
