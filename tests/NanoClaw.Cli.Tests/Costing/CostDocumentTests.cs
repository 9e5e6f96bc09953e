using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.LocalCloud;
using NanoClaw.Pricing;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.Costing;

/// <summary>docs/COST.md shows what the command shows: with NANOCLAW_WRITE_DOCS=1 the picture and the screen in it are written anew.</summary>
public sealed partial class CostDocumentTests : IDisposable
{
    private static readonly string Document = ProjectFolder.FindUpward(Path.Combine("docs", "COST.md"))!;
    private static readonly string Picture = Path.Combine(Path.GetDirectoryName(Document)!, "images", "cost.svg");
    private static readonly bool Writes = Environment.GetEnvironmentVariable("NANOCLAW_WRITE_DOCS") is "1";

    private readonly CommandLine _nanoclaw = new()
    {
        Time = new FakeTimeProvider(ExampleMonth.Now),
        OutputIsTerminal = true,
        Columns = 80,
    };

    public void Dispose() => _nanoclaw.Dispose();

    private async Task FillAsync()
    {
        _nanoclaw.Environment["NO_COLOR"] = "1";
        _nanoclaw.Environment["TERM"] = "xterm";
        _nanoclaw.Env = "TZ=UTC\nHEALTH_PORT=none\n";
        await using var store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(_nanoclaw.Folder, "store", "messages.db") });
        await ExampleMonth.FillAsync(store);
    }

    [Fact]
    public async Task Its_picture_and_its_screen_are_the_commands()
    {
        await FillAsync();
        Assert.Equal(0, await _nanoclaw.RunAsync(["cost", "--svg", "cost.svg"]));
        var svg = await File.ReadAllTextAsync(Path.Combine(_nanoclaw.Folder, "cost.svg"), TestContext.Current.CancellationToken);
        var screen = string.Join('\n', _nanoclaw.Output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');
        if (Writes)
        {
            await File.WriteAllTextAsync(Picture, svg, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Document, Screen().Replace(Text(), _ => $"```text cost\n{screen}\n```"), TestContext.Current.CancellationToken);
        }

        Assert.Equal(svg, (await File.ReadAllTextAsync(Picture, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"));
        Assert.Equal(screen, Screen().Match(Text()).Groups["screen"].Value);
        Assert.Contains("(images/cost.svg)", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_its_commands_runs()
    {
        var commands = Block().Matches(Text()).SelectMany(block => block.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(commands.Count >= 6);
        await FillAsync();
        foreach (var command in commands)
        {
            Assert.StartsWith("./nanoclaw ", command, StringComparison.Ordinal);
            string[] words = [.. Word().Matches(command["./nanoclaw ".Length..].Split(" #")[0]).Select(word => word.Value.Trim('"'))];
            Assert.True(await _nanoclaw.RunAsync(words) == 0, $"{command}: {_nanoclaw.Error}");
        }
    }

    [Fact]
    public void Its_tables_are_the_prices()
    {
        var text = Text();
        Assert.All(
            PriceTable.Rows,
            row =>
                Assert.Contains(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {row.Name} | {row.Free} | {row.Included:#,0} {Unit(row)}| {Each(row)} | [{row.AsOf:yyyy-MM-dd}]({row.Source}) |"
                    ),
                    text,
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            ModelPriceTable.Rows.Where(row => row.Source.StartsWith("https", StringComparison.Ordinal)),
            row =>
                Assert.Contains(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| `{row.Name}` | {row.Price.Fresh:0.00##} | {row.Price.CacheRead:0.00##} | {row.Price.CacheWrite:0.00##} | {row.Price.Output:0.00##} | [{row.AsOf:yyyy-MM-dd}]({row.Source}) |"
                    ),
                    text,
                    StringComparison.Ordinal
                )
        );
    }

    private static string Unit(Price row) => row.Unit.Length == 0 ? "" : $"{row.Unit} ";

    private static string Each(Price row) =>
        row.UsdPerUnit < 0.01m
            ? string.Create(CultureInfo.InvariantCulture, $"{row.UsdPerUnit * 1_000_000:0.00#} a million")
            : string.Create(CultureInfo.InvariantCulture, $"{row.UsdPerUnit:0.00#}");

    private static string Text() => File.ReadAllText(Document).ReplaceLineEndings("\n");

    [GeneratedRegex(@"```text cost\n(?<screen>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Screen();

    [GeneratedRegex(@"```sh by:CostDocumentTests\n(?<body>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"[^\s""]+|""[^""]*""", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
