"""Desa Umpama Jaya, a made-up village whose site runs on OpenSID with the theme Natra."""
