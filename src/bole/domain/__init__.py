"""Rules without rows or pages: bytes, frames and values in, values out."""
