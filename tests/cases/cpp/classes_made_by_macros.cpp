// A macro of the same file whose body is a class makes that class where it is used.

// --- file: errors.h
#ifndef ERRORS_H
#define ERRORS_H
namespace app {
class Error {
 public:
  const char* text() const { return ""; } // @def text
  const char* name() const { return "Error"; }
};
#define DECLARE_ERROR_CODE(API, CLS, BASE, CODE) \
  class API CLS : public BASE { \
   public: \
    CLS(int code = CODE); \
    const char* name() const; \
  };
#define DECLARE_ERROR(API, CLS, BASE) \
  DECLARE_ERROR_CODE(API, CLS, BASE, 0)

DECLARE_ERROR(APP_API, NotFound, Error)          // @def not_found @calls DECLARE_ERROR
DECLARE_ERROR_CODE(APP_API, Gone, NotFound, 410) // @def gone @calls DECLARE_ERROR_CODE
}  // namespace app
#endif

// --- file: a.cpp
#include "errors.h"
namespace app {
void find(int key) {
  if (key < 0) throw NotFound();  // @calls not_found
  throw app::Gone(key);           // @calls gone
}
void show(const Gone& error) {
  error.text(); // @calls text
  error.name();
}
}  // namespace app
