"""Desa Contohrejo, a made-up village whose site runs on WordPress with the theme MH Magazine Lite."""
