// Types of one package see each other without imports; another package's type of the same name is another.

// --- file: src/shop/Cart.java
package shop;

class Cart {
    Tax tax = new Tax();            // @calls Tax

    double total() {                // @def total
        return tax.of(1) + new Tax().of(2);   // @calls of, Tax
    }
}
// --- file: src/shop/Tax.java
package shop;

class Tax {                         // @def Tax
    double of(double amount) {      // @def of
        return amount * 1.2;
    }
}
// --- file: src/other/Tax.java
package other;

public class Tax {                  // @def other-Tax
    public double of(double amount) {   // @def other-of
        return amount;
    }
}
// --- file: src/other/Use.java
package other;

class Use {
    double run(Tax t) {
        return t.of(1);             // @calls other-of
    }
}
