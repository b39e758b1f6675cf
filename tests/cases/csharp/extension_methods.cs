// Extension methods: by the type of the receiver and the namespaces in use; own members come first.

// --- file: Ext.cs
namespace X.Text {
    public static class TextExtensions {
        public static string Shout(this string s) => s + "!";           // @def Shout
        public static Item Pick(this System.Collections.Generic.IEnumerable<Item> items) => null;   // @def Pick
        public static T Also<T>(this T value) => value;                 // @def Also
        public static int Twice(this int n) => n * 2;                   // @def Twice
        public static void Use(this Item item, int times) { }           // @def Use-times
        public static void AddShop(this IServices services) { }         // @def AddShop
    }
    public class Item {                                                 // @def Item
        public void Use() { }                                           // @def Use
    }
}
namespace X.Hidden {
    public static class Other {
        public static string Shout(this string s) => s;
        public static void Hide(this string s) { }
    }
}
// --- file: Use.cs
using System.Collections.Generic;
using System.Linq;
using X.Text;
namespace Y;
class Use {
    void Run(string s, List<Item> items, int[] numbers, IServices services) {
        s.Shout();                          // @calls Shout
        "lit".Shout().Shout();              // @calls Shout
        items.Pick().Use();                 // @calls Pick, Use
        items.Where(i => i != null).Pick().Use(2);      // @calls Pick, Use-times
        items.First().Use();                // @calls Use
        items.Select(i => i.Also()).ToList()[0].Use();  // @calls Also, Use
        new Item().Also().Use();            // @calls Item, Also, Use
        numbers[0].Twice();                          // @calls Twice
        services.AddShop();                 // @calls AddShop
        s.Hide();
        s.Trim();
        TextExtensions.Shout(s);            // @calls Shout
    }
}
