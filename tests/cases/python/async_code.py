# await takes the coroutine off; async for and async with give their elements.

# --- file: a.py
class Reply:                           # @def Reply
    def text(self):                    # @def text
        pass

class Session:                         # @def Session
    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass

    async def fetch(self) -> Reply:    # @def fetch
        return Reply()                 # @calls Reply

async def stream():                    # @def stream
    yield Reply()                      # @calls Reply

async def main():
    async with Session() as s:         # @calls Session
        (await s.fetch()).text()       # @calls fetch, text
        s.fetch().text()               # @calls fetch
    async for r in stream():           # @calls stream
        r.text()                       # @calls text
