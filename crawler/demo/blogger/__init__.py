"""Kampung Misalnya, a made-up village whose site runs on Blogger with an older theme."""
