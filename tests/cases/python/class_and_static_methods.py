# Class and static methods through the class, the instance and cls.

# --- file: a.py
class Maker:                           # @def Maker
    @classmethod
    def build(cls):                    # @def build
        cls.check()                    # @calls check
        return cls()                   # @dispatch Maker

    @staticmethod
    def check():                       # @def check
        pass

    def use(self):                     # @def use
        self.build()                   # @calls build
        Maker.check()                  # @calls check

def run():
    Maker.build().use()                # @calls build, use
