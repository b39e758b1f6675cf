// A test written with a macro is a function; one with a fixture sees the fixture's members.

// --- file: t.cc
#include <gtest/gtest.h>

int add(int a, int b) { return a + b; } // @def add

class Accounts : public testing::Test {
 protected:
  int balance() { return 1; } // @def balance
  void SetUp() override {}
};

TEST(Math, Adds) {
  EXPECT_EQ(add(1, 2), 3); // @calls add
}

TEST_F(Accounts, StartsEmpty) {
  ASSERT_EQ(balance(), add(0, 1)); // @calls balance, add
}

int use() {
  return Adds() + Math_Adds_Test();
}
