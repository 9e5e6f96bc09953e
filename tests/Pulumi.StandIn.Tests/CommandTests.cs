using System.Collections.Immutable;
using Pulumi.Command.Local;

namespace Pulumi.StandIn.Tests;

public class CommandTests
{
    [Fact]
    public async Task A_command_takes_any_trigger_a_secret_environment_and_an_enum()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(
            mocks,
            () =>
                _ = new Command.Local.Command(
                    "check",
                    new CommandArgs
                    {
                        Create = "curl",
                        Triggers = new object[] { "v1", 2 },
                        Environment = { { "TOKEN", Output.CreateSecret("t") } },
                        Logging = Logging.None,
                    }
                )
        );

        var inputs = mocks["check"].Inputs;
        Assert.Equal("command:local:Command", mocks["check"].Type);
        Assert.Equal(["v1", 2.0], Assert.IsType<ImmutableArray<object>>(inputs["triggers"]));
        Assert.Equal("t", Assert.IsType<ImmutableDictionary<string, object>>(inputs["environment"])["TOKEN"]);
        Assert.Equal("none", inputs["logging"]);
    }

    [Fact]
    public async Task A_command_without_arguments_is_declared_too()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(mocks, () => _ = new Command.Local.Command("check"));

        Assert.Empty(mocks["check"].Inputs);
    }
}
