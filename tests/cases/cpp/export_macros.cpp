// An export macro between class and the name, however it is spelt, hides neither the class nor its members.

// --- file: parser.hpp
namespace lib {
class Lib_API Parser
  /// A comment stands between the name and the brace.
{
 public:
  static int parse(const int& text);
  static bool tried(int text, char separator = ',');
};
struct lib_export Base : public Parser { void run(); };
class Final final : public Base {
 public:
  void go() { run(); } // @calls run
};
}

// --- file: parser.cpp
#include "parser.hpp"
namespace lib {
int Parser::parse(const int& text) { return tried(text); } // @def parse @calls tried
bool Parser::tried(int text, char separator) { return true; } // @def tried
void Base::run() { parse(1); } // @def run @calls parse
}

// --- file: use.cpp
#include "parser.hpp"
struct Other {
  static int parse(int); // @def other_parse
};
void use() { lib::Parser::parse(2); Other::parse(3); } // @calls parse, other_parse
