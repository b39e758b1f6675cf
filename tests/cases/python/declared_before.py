# A variable declared without a value keeps its type when what it is set to comes from outside.

# --- file: a.py
class Bucket:
    def unlink(self):                  # @def unlink
        pass

class Table(dict):
    def drop(self, key):
        buckets: list[Bucket]
        try:
            buckets = dict.pop(self, key)
        except KeyError:
            return
        for bucket in buckets:
            bucket.unlink()            # @calls unlink

    def drop_any(self):
        buckets: list[Bucket]
        key, buckets = dict.popitem(self)
        buckets[0].unlink()            # @calls unlink
