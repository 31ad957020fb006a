"""Calendars and other dated facts from outside, checked and handed to the rules as plain values."""
