// Global usings hold in their own project only; a project file can say them too.

// --- file: src/App/App.csproj
<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><Using Include="Lib.Tools" /></ItemGroup></Project>
// --- file: src/App/Usings.cs
global using Lib.More;
// --- file: src/App/Main.cs
namespace App;
class Main {
    void Run(Tool tool, Extra extra) {
        tool.Go();                          // @calls Tool.Go
        extra.Go();                         // @calls Extra.Go
    }
}
// --- file: src/Other/Other.csproj
<Project Sdk="Microsoft.NET.Sdk"></Project>
// --- file: src/Other/Main.cs
namespace Other;
class Main {
    void Run(Tool tool, Extra extra) {
        tool.Go();
        extra.Go();
    }
}
// --- file: src/Lib/Lib.cs
namespace Lib.Tools { public class Tool { public void Go() { } } }
namespace Lib.More { public class Extra { public void Go() { } } }
