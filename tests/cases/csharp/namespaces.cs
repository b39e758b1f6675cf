// Types are found in the namespaces around, then through usings, aliases and global usings.

// --- file: src/Usings.cs
global using Shop.Common;
// --- file: src/Cart.cs
using Shop.Pricing;
using Rate = Shop.Pricing.Vat;
using static Shop.Pricing.Rates;

namespace Shop.Carts;

class Cart {
    Vat own = new Vat();                    // @calls Cart-Vat
    Discount discount;

    void Run(Rate rate, Shop.Pricing.Vat full, Pricing.Vat relative) {   // @def Run
        own.Apply();                        // @calls Cart-Apply
        rate.Apply();                       // @calls Price-Apply
        full.Apply();                       // @calls Price-Apply
        relative.Apply();                   // @calls Price-Apply
        discount.Cut();                     // @calls Cut
        Twice(1);                           // @calls Twice
        new Logger().Log();                 // @calls Logger, Log
        Shop.Pricing.Rates.Twice(2);        // @calls Twice
        global::Shop.Pricing.Rates.Twice(2);    // @calls Twice
        System.Console.WriteLine("x");
    }
}
// --- file: src/CartVat.cs
namespace Shop.Carts {
    class Vat {                             // @def Cart-Vat
        public void Apply() { }             // @def Cart-Apply
    }
}
// --- file: src/Pricing.cs
namespace Shop {
    namespace Pricing {
        class Vat {
            public void Apply() { }         // @def Price-Apply
        }
        class Discount {
            public void Cut() { }           // @def Cut
        }
        static class Rates {
            public static int Twice(int n) => n * 2;    // @def Twice
        }
    }
}
// --- file: src/Common.cs
namespace Shop.Common;
class Logger {                              // @def Logger
    public void Log() { }                   // @def Log
}
// --- file: src/Unrelated.cs
namespace Elsewhere;
class Discount { public void Cut() { } }
class Logger { public void Log() { } }
