# A module of a package that is called like one of the standard library is not what a plain import means.

# --- file: pkg/__init__.py

# --- file: pkg/asyncio.py
import asyncio

async def sleep(seconds):              # @def sleep
    await asyncio.sleep(seconds)

# --- file: pkg/use.py
import asyncio
from pkg import asyncio as ours

async def wait():
    await asyncio.sleep(1)
    await ours.sleep(1)                # @calls sleep
