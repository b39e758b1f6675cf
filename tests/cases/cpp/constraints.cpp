// Overloads of a template that `enable_if` tells apart: its condition is worked out, or nothing is said.

// --- file: a.cpp
template <typename T>
using IfIntegral = typename std::enable_if<std::is_integral<T>::value || std::is_enum<T>::value, int>::type;
template <typename T>
using IfFloat = std::enable_if_t<std::is_floating_point<T>::value, int>;
struct Span {}; // @def span
enum class Unit { day };

template <typename T, IfIntegral<T> = 0>
Span seconds(T n) { return Span(); } // @def whole_seconds @calls span
template <typename T, IfFloat<T> = 0>
Span seconds(T n) { return Span(); } // @def part_seconds @calls span

template <typename T>
typename std::enable_if<!std::is_same<T, char>::value, int>::type put(T value) { return 1; } // @def put_any
template <typename T>
typename std::enable_if<std::is_same<T, char>::value, int>::type put(T value) { return 2; } // @def put_char

template <typename T, typename = std::enable_if_t<is_locale<T>::value>>
int show(const T& locale) { return 1; } // @def show_locale
int show(long number) { return 2; }      // @def show_number

template <class T> struct Civil {};
struct Day {};
struct Year {};
int print(Civil<Day> c) { return 1; }  // @def print_day
int print(Civil<Year> c) { return 2; } // @def print_year

void use(Unit unit, Civil<Year> year) {
  seconds(1);    // @calls whole_seconds
  seconds(1.5);  // @calls part_seconds
  seconds(unit); // @calls whole_seconds
  put('c');      // @calls put_char
  put(3);        // @calls put_any
  show(1);       // @ambiguous show_locale, show_number
  print(year);   // @calls print_year
}
