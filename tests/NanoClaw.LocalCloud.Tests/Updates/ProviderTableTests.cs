using System.Text.Json.Nodes;
using System.Xml.Linq;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>The table was read from the providers' sources; this holds it to what the npm packages of the same versions say.</summary>
[Collection(EvaluatingTests.Name)]
public sealed class ProviderTableTests
{
    private const string StandInProviders = "eng/Pulumi.StandIn.Providers";

    // The engine's own, and declared by earlier revisions only.
    private const string StackReference = "pulumi:pulumi:StackReference";

    public static TheoryData<string> Types() => [.. ProviderTable.All.Select(b => b.Type).Where(t => t != StackReference)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_property_of_the_table_is_an_input_of_the_provider(string type)
    {
        var file = Required(ProviderFile("provider-schema.json"));
        var inputs = ((JsonObject)JsonNode.Parse(File.ReadAllText(file))![type]!["inputs"]!).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var behaviour = ProviderTable.Find(type)!;
        IEnumerable<string> named =
        [
            .. behaviour.Replaces,
            .. behaviour.Kept,
            .. behaviour.Fixed,
            .. behaviour.Sets,
            .. behaviour.RefusesNull,
            .. behaviour.Unique,
            .. behaviour.Defaults.Keys,
            .. behaviour.Answers.Keys,
        ];

        Assert.Empty(named.Except(inputs, StringComparer.Ordinal));
    }

    [Fact]
    public void The_packages_that_say_what_is_replaced_say_the_same()
    {
        var command = Required(NodeModule("@pulumi/command/local/command.js"));
        var random = Required(NodeModule("@pulumi/random/randomBytes.d.ts"));
        var declared = System.Text.RegularExpressions.Regex.Match(
            File.ReadAllText(command),
            @"replaceOnChanges: \[(?<paths>[^]]*?(?:\[\*\])?""?)\]",
            System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        Assert.Equal(ProviderTable.Find("command:local:Command")!.Replaces.Select(p => $"\"{p}[*]\""), declared.Groups["paths"].Value.Split(", "));
        Assert.Contains("keepers", ProviderTable.Find("random:index/randomBytes:RandomBytes")!.Replaces);
        Assert.Matches(@"(?s)trigger recreation of resource.*?keepers\?", File.ReadAllText(random));
    }

    [Fact]
    public void The_table_was_read_from_the_versions_that_are_pinned()
    {
        var pinned = XDocument
            .Load(Repository("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Where(p => ProviderTable.Versions.ContainsKey(p.Attribute("Include")!.Value))
            .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value.Trim('[', ']'), StringComparer.Ordinal);

        Assert.Equal(ProviderTable.Versions.OrderBy(v => v.Key, StringComparer.Ordinal), pinned.OrderBy(v => v.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_type_that_the_program_declares_is_in_the_table_and_every_one_of_the_table_is_declared()
    {
        var plan = await UpdateSequence.OfEverything().UpdateAsync();
        var declared = plan.Steps.Select(s => s.Resource.Type).Where(t => !t.StartsWith("nanoclaw:", StringComparison.Ordinal)).Distinct();

        Assert.Equal(
            ProviderTable.All.Select(b => b.Type).Where(t => t != StackReference).Order(StringComparer.Ordinal),
            declared.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_type_that_nobody_has_read_is_refused() =>
        Assert.Contains(
            "ProviderTable",
            Assert.Throws<LocalCloudException>(() => ProviderTable.Find("cloudflare:index/queue:Queue")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("cloudflare:index/r2Bucket:R2Bucket", "location", "a bucket stays where it was made")]
    [InlineData("cloudflare:index/workersCustomDomain:WorkersCustomDomain", "zoneName", "what is computed stays")]
    public void What_stands_stays(string type, string property, string why)
    {
        var planned = ProviderTable.Find(type)!.Plan(new JsonObject { [property] = "stood" }, [], []);
        Assert.True(planned[property]!.ToString() == "stood", why);
    }

    [Fact]
    public void A_changed_location_of_a_bucket_is_no_change() =>
        Assert.Empty(
            PropertyComparison.Of(
                ProviderTable.Find("cloudflare:index/r2Bucket:R2Bucket")!.Complete(new JsonObject { ["location"] = "weur" }),
                ProviderTable
                    .Find("cloudflare:index/r2Bucket:R2Bucket")!
                    .Plan(new JsonObject { ["location"] = "weur" }, new JsonObject { ["location"] = "enam" }, [])
            )
        );

    private static string Required(string? file)
    {
#if !PULUMI_STANDIN
        Assert.SkipWhen(file is null, "The npm packages and their declarations are there where the stand-in was built.");
#endif
        Assert.NotNull(file);
        return file;
    }

    private static string? ProviderFile(string name)
    {
        var folder = Repository(Path.Combine(StandInProviders, "obj"));
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).FirstOrDefault() : null;
    }

    private static string? NodeModule(string path) =>
        Repository(Path.Combine(StandInProviders, "node_modules", path)) is var file && File.Exists(file) ? file : null;

    private static string Repository(string path) => Path.Combine(Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln"))!, path);
}
