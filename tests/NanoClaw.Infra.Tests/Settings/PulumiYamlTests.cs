using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Infra.Tests.Settings;

/// <summary>The configuration's schema in <c>Pulumi.yaml</c> and the program's own list say the same.</summary>
public sealed class PulumiYamlTests
{
    private static readonly YamlMappingNode Project = StackFile.Load("Pulumi.yaml");

    [Fact]
    public void The_project_is_a_NET_program_in_infra()
    {
        Assert.Equal("nanoclaw", StackFile.TextOf(Project["name"]));
        Assert.Equal("dotnet", StackFile.TextOf(Project["runtime"]));
        Assert.Equal("infra", StackFile.TextOf(Project["main"]));
        Assert.True(File.Exists(Repository.PathTo("infra/Program.cs")));
    }

    [Fact]
    public void Both_list_the_same_keys_in_the_same_order() =>
        Assert.Equal(SettingKeys.All.Select(d => d.Key), ((YamlMappingNode)Project["config"]).Children.Keys.Select(StackFile.TextOf));

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_has_type_default_secrecy_and_a_description(string key)
    {
        var definition = SettingKeys.Find(key)!;
        var declared = (YamlMappingNode)Project["config"][key];

        Assert.Equal(TypeName(definition.Type), StackFile.TextOf(declared["type"]));
        Assert.Equal(definition.Default, declared.Children.TryGetValue("default", out var value) ? StackFile.TextOf(value) : null);
        // Pulumi refuses a default that is not encrypted for a key that must be: such a key the program itself holds to it.
        Assert.Equal(
            definition is { Secret: true, Default: null },
            declared.Children.TryGetValue("secret", out var secret) && StackFile.TextOf(secret) == "true"
        );
        Assert.NotEmpty(StackFile.TextOf(declared["description"]));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void A_stack_s_file_is_right_once_its_secret_is_set(string stack)
    {
        Assert.DoesNotContain(StackFile.ReadConfig(stack).Keys, key => SettingKeys.Find(key)!.Secret);
        Assert.Equal(stack, SettingsParser.Parse(stack, SampleConfig.FromFile(stack)).Environment);
    }

    [Fact]
    public void The_owner_s_file_covers_the_member_s_hostname()
    {
        var owner = SettingsParser.Parse("prod", SampleConfig.FromFile("prod"));
        var member = SettingsParser.Parse("staging", SampleConfig.FromFile("staging"));

        Assert.Null(member.ZoneRules);
        Assert.Equal("organization/nanoclaw/prod", member.OwnerStack);
        Assert.Contains(member.Hostname, owner.ZoneRules!.Hostnames);
    }

    public static TheoryData<string> Keys() => [.. SettingKeys.All.Select(d => d.Key)];

    private static string TypeName(SettingType type) =>
        type switch
        {
            SettingType.Text => "string",
            SettingType.Number => "integer",
            SettingType.Flag => "boolean",
            _ => "array",
        };
}
