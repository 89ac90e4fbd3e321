"""Pieces of the window that know nothing of leads: cards, bars of messages, tables, editors."""
