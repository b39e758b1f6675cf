# self.method follows the resolution order; a namesake in an unrelated class is never meant.

# --- file: a.py
class Base:
    def save(self):                    # @def Base_save
        self.validate()                # @calls Base_validate
        self.full()

    def validate(self):                # @def Base_validate
        pass

class Middle(Base):
    pass

class Leaf(Middle):
    def validate(self):                # @def Leaf_validate
        super().validate()             # @calls Base_validate
        self.save()                    # @calls Base_save

class Stranger:
    def full(self):
        pass
