// Tasks are awaited, LINQ keeps the element type, lambdas get theirs from the delegate.

// --- file: L.cs
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
namespace L;
class Item {
    public Part Part { get; }
    public bool Ok() => true;               // @def Ok
}
class Part {
    public void Go() { }                    // @def Go
}
class Repo {
    public async Task<Item> LoadAsync(int id) => null;      // @def LoadAsync
    public Task<List<Item>> AllAsync() => null;             // @def AllAsync
}
class Use {
    async Task Run(Repo repo, List<Item> items, Dictionary<string, List<Item>> index) {
        var item = await repo.LoadAsync(1);                 // @calls LoadAsync
        item.Ok();                                          // @calls Ok
        (await repo.AllAsync()).First().Part.Go();          // @calls AllAsync, Go
        items.Where(i => i.Ok()).Select(i => i.Part).First().Go();      // @calls Ok, Go
        items.ForEach(i => i.Ok());                         // @calls Ok
        items.OrderBy(i => i.Ok()).ThenBy(i => i.Part).Last().Ok();     // @calls Ok
        items.GroupBy(i => i.Ok()).Select(g => g.First()).First().Ok(); // @calls Ok
        items.ToDictionary(i => i.Ok())[true].Ok();         // @calls Ok
        index.Values.SelectMany(v => v).First().Ok();       // @calls Ok
        index.Select(p => p.Value).First()[0].Ok();         // @calls Ok
        var query = from i in items where i.Ok() select i.Part;         // @calls Ok
        Func<Item, Part> f = i => i.Part;
        f(item).Go();                                       // @calls Go
        await Task.WhenAll(items.Select(async i => { i.Ok(); }));       // @calls Ok
    }
}
