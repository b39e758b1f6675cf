// Namespaces, merged declarations, import aliases, enums.

// --- file: a.ts
namespace util { // @def util
  export function helper() { inner(); } // @def helper @calls inner
  function inner() {} // @def inner
  export namespace deep { export const go = () => helper(); } // @def deep @calls helper
  export class Tool { use() {} } // @def Tool
}
namespace util { export function more() { helper(); } } // @def util2 @calls helper
import deep = util.deep;
util.helper(); // @calls helper
util.inner();
util.more(); // @calls util.more
deep.go(); // @calls util.deep.go
new util.Tool().use(); // @calls Tool, util.Tool.use
let t: util.Tool;
t!.use(); // @calls util.Tool.use

function widget() {} // @def widget
namespace widget { export function reset() {} } // @def widget_ns
widget(); // @calls widget
widget.reset(); // @calls widget.reset

enum Color { Red, Green }
Color.Red.toString();
class Helper { static of(c: Color) { return new Helper(); } paint() {} } // @def Helper @calls Helper
Helper.of(Color.Red).paint(); // @calls Helper.of, Helper.paint
inner();
