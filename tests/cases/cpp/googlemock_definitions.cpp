// GoogleMock's macros that define functions: what they define has the name that they are given.

// --- file: a_test.cpp
namespace a {
bool near(int x, int y) { return x == y; } // @def near
MATCHER_P2(Within, low, high, "is within") { return near(low, high); } // @def within @calls near
MATCHER(IsOdd, "is odd") { return arg % 2 == 1; } // @def odd
ACTION_P(Add, n) { return arg0 + n; } // @def add

TEST(Numbers, Few) {
  EXPECT_THAT(3, Within(1, 5)); // @calls within
  EXPECT_THAT(3, IsOdd());      // @calls odd
  Add(2);                       // @calls add
}
}  // namespace a
