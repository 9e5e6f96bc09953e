using System.Text.Json;

namespace Pulumi.StandIn.Tests;

// What the engine passes is in the process's environment.
[Collection("environment")]
public class ConfigTests
{
    [Fact]
    public async Task Values_are_read_by_type_and_namespace()
    {
        await WithConfigAsync(
            new()
            {
                ["shop:name"] = "n",
                ["shop:count"] = "3",
                ["shop:open"] = "true",
                ["shop:rate"] = "0.5",
                ["shop:list"] = """["a","b"]""",
                ["other:config:name"] = "o",
            },
            async () =>
            {
                var config = new Config();
                Assert.Equal("n", config.Require("name"));
                Assert.Equal(3, config.RequireInt32("count"));
                Assert.True(config.GetBoolean("open"));
                Assert.Equal(0.5, config.GetDouble("rate"));
                Assert.Equal(["a", "b"], config.RequireObject<string[]>("list"));
                Assert.Equal("o", new Config("other").Get("name"));
                Assert.Null(config.Get("absent"));
                Assert.Null(config.GetInt32("absent"));
                Assert.Null(config.GetSecret("absent"));
                Assert.Null(config.GetObject<string[]>("absent"));
                Assert.True(await Output.IsSecretAsync(config.RequireSecret("name")));
                Assert.True(await Output.IsSecretAsync(config.GetSecretInt32("count")!));
            }
        );
    }

    [Fact]
    public async Task A_missing_value_names_its_key_and_the_command_that_sets_it()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            WithConfigAsync(
                [],
                () =>
                {
                    _ = new Config().Require("name");
                    return Task.CompletedTask;
                }
            )
        );

        Assert.Equal(
            "Missing Required configuration variable 'shop:name'\n\tplease set a value using the command `pulumi config set shop:name <value>`",
            failure.Message
        );
    }

    [Theory]
    [InlineData("count", "many", "Int32")]
    [InlineData("open", "yes", "Boolean")]
    [InlineData("rate", "fast", "Double")]
    public async Task A_value_of_the_wrong_type_names_key_value_and_type(string key, string value, string type)
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            WithConfigAsync(
                new() { [$"shop:{key}"] = value },
                () =>
                {
                    _ = type switch
                    {
                        "Int32" => (object?)new Config().GetInt32(key),
                        "Boolean" => new Config().RequireBoolean(key),
                        _ => new Config().RequireDouble(key),
                    };
                    return Task.CompletedTask;
                }
            )
        );

        Assert.Equal($"Configuration 'shop:{key}' value '{value}' is not a valid {type}", failure.Message);
    }

    private static async Task WithConfigAsync(Dictionary<string, string> values, Func<Task> read)
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(values));
        try
        {
            await Evaluate.UpdateAsync(new RecordingMocks(), read);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
        }
    }
}
