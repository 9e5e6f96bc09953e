using Pulumi.Testing;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class StackTests
{
    [Fact]
    public async Task A_stack_comes_first_and_registers_its_outputs_under_their_names()
    {
        var mocks = new RecordingMocks();

        var resources = await Deployment.TestAsync<GoodStack>(mocks, new TestOptions { ProjectName = "shop", StackName = "dev" });

        var stack = Assert.IsType<GoodStack>(resources[0]);
        Assert.Equal("shop-dev", stack.GetResourceName());
        Assert.Equal("pulumi:pulumi:Stack", stack.GetResourceType());
        Assert.Equal("shop/dev/True", await OutputUtilities.GetValueAsync(stack.Where));
        var outputs = mocks.RegisteredOutputs["urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"];
        Assert.Equal(["Token", "where"], outputs.Keys.Order(StringComparer.Ordinal));
        Assert.True(await Output.IsSecretAsync(outputs["Token"]));
    }

    [Fact]
    public async Task Without_options_it_is_a_preview_of_stack_stack_in_project_project()
    {
        var resources = await Deployment.TestAsync<GoodStack>(new RecordingMocks());

        Assert.Equal("project/stack/True", await OutputUtilities.GetValueAsync(((GoodStack)resources[0]).Where));
    }

    [Fact]
    public async Task An_output_that_wasnt_assigned_is_an_error_that_names_it()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<ForgetfulStack>(new RecordingMocks()));

        Assert.Equal("Output(s) 'where' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.", failure.Message);
    }

    [Fact]
    public async Task A_RunException_reaches_the_test_as_its_message_alone()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<RefusingStack>(new RecordingMocks()));

        Assert.Equal("hostname: outside the zone", failure.Message);
    }

    [Fact]
    public async Task Every_logged_error_is_told()
    {
        var failure = await Assert.ThrowsAsync<AggregateException>(() =>
            Evaluate.UpdateAsync(
                new RecordingMocks(),
                () =>
                {
                    Log.Error("one");
                    Log.Error("two");
                    Log.Warn("no error");
                }
            )
        );

        Assert.Equal(["one", "two"], failure.InnerExceptions.Select(e => Assert.IsType<RunException>(e).Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_output_that_fails_fails_the_evaluation_once()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<FailingStack>(new RecordingMocks()));

        Assert.Contains("no such thing", failure.Message);
    }

    [Fact]
    public async Task Outputs_returned_by_a_function_come_back()
    {
        var (resources, outputs) = await Deployment.TestAsync(
            new RecordingMocks(),
            new TestOptions { IsPreview = false },
            () =>
            {
                var note = new Note("note", new NoteArgs { Title = "t" });
                return new Dictionary<string, object?> { ["title"] = note.Title };
            }
        );

        Assert.Equal("note", Assert.Single(resources).GetResourceName());
        Assert.Equal("t", await OutputUtilities.GetValueAsync(Assert.IsType<Output<string>>(outputs["title"])));
    }

    internal sealed class GoodStack : Stack
    {
        public GoodStack()
        {
            var here = Deployment.Instance;
            Where = Output.Create($"{here.ProjectName}/{here.StackName}/{here.IsDryRun}");
            Token = Output.CreateSecret("token");
        }

        [Output("where")]
        public Output<string> Where { get; private set; }

        [Output]
        public Output<string> Token { get; private set; }
    }

    internal sealed class ForgetfulStack : Stack
    {
        [Output("where")]
        public Output<string> Where { get; private set; } = null!;
    }

    internal sealed class RefusingStack : Stack
    {
        public RefusingStack() => throw new RunException("hostname: outside the zone");
    }

    internal sealed class FailingStack : Stack
    {
        public FailingStack() => Where = Output.Create("x").Apply(Fail).Apply(t => t + "!");

        [Output("where")]
        public Output<string> Where { get; private set; }

        private static string Fail(string text) => throw new KeyNotFoundException($"no such thing as {text}");
    }
}
