# A class with an outside base may have any member: a miss is the outside's, never a namesake's.

# --- file: a.py
import unittest

class Helper:
    def assertEqual(self, a, b):
        pass

class Check(unittest.TestCase):
    def test_it(self):
        self.assertEqual(1, 1)
        self.mine()                    # @calls mine

    def mine(self):                    # @def mine
        pass
