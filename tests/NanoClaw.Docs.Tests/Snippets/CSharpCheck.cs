using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>
/// C# is compiled against this repository's assemblies. A block is a whole program, or stands in a frame: the file of
/// <c>Frames</c> that its mark names (<c>csharp in:Name</c>) has what surrounds it in the reader's own program.
/// </summary>
internal sealed partial class CSharpCheck : ISnippetCheck
{
    private const string FrameMark = "in:";
    private const string Hole = "// the snippet";
    private const string SnippetPath = "snippet";

    // What a new project's SDK brings by itself.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(assembly => MetadataReference.CreateFromFile(assembly)),
    ];

    public Task<IReadOnlyList<string>> MistakesAsync(Fence fence) => Task.FromResult<IReadOnlyList<string>>([.. Mistakes(fence)]);

    private static IEnumerable<string> Mistakes(Fence fence)
    {
        if (fence.Mark.Length > 0 && !fence.Mark.StartsWith(FrameMark, StringComparison.Ordinal))
        {
            return [$"'{fence.Mark}' means nothing: a frame is named by {FrameMark}Name"];
        }

        var source = fence.Text;
        if (fence.Mark.Length > 0)
        {
            var frame = $"tests/NanoClaw.Docs.Tests/Frames/{fence.Mark[FrameMark.Length..]}.cs";
            if (!File.Exists(Repository.PathTo(frame)))
            {
                return [$"there is no frame {frame}"];
            }

            source = Framed(Repository.Read(frame), fence.Text);
        }

        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Language), CSharpSyntaxTree.ParseText(source, Language, SnippetPath)],
            References,
            new CSharpCompilationOptions(
                HasStatements(source) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        var lines = SourceText.From(source).Lines;
        return compilation
            .GetDiagnostics()
            .Where(found => found.Severity is DiagnosticSeverity.Error)
            .Select(found => $"{found.GetMessage()} ({found.Id}) in: {lines[found.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}");
    }

    /// <summary>The block in its frame, its own usings first.</summary>
    private static string Framed(string frame, string snippet)
    {
        var usings = string.Concat(Using().Matches(snippet).Select(match => match.Value));
        return usings + frame.Replace(Hole, Using().Replace(snippet, ""), StringComparison.Ordinal);
    }

    private static bool HasStatements(string source) =>
        CSharpSyntaxTree.ParseText(source, Language).GetRoot().ChildNodes().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax);

    [GeneratedRegex(@"^using [A-Za-z0-9.]+;\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Using();
}
