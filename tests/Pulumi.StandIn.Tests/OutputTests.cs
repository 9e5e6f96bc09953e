using System.Globalization;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class OutputTests
{
    [Fact]
    public async Task Apply_keeps_the_value_secret_and_what_an_inner_output_adds()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                var length = Output.CreateSecret("four").Apply(text => text.Length);
                var joined = Output.Create(1).Apply(_ => Output.CreateSecret("inner"));

                Assert.Equal(4, await OutputUtilities.GetValueAsync(length));
                Assert.True(await Output.IsSecretAsync(length));
                Assert.True(await Output.IsSecretAsync(joined));
                Assert.False(await Output.IsSecretAsync(Output.Unsecret(joined)));
            }
        );
    }

    [Fact]
    public async Task Apply_isnt_called_with_an_unknown_value()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                var called = false;
                var result = OutputUtilities
                    .CreateUnknown("?")
                    .Apply(text =>
                    {
                        called = true;
                        return text;
                    });

                Assert.False(await OutputUtilities.GetIsKnownAsync(result));
                Assert.Null(await OutputUtilities.GetValueAsync(result));
                Assert.False(called);
            }
        );
    }

    [Fact]
    public async Task All_and_Tuple_are_unknown_or_secret_if_one_part_is()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                var all = Output.All(Output.Create("a"), Output.CreateSecret("b"));
                var tuple = Output.Tuple(Output.Create(1), OutputUtilities.CreateUnknown("x"), Output.CreateSecret(true));

                Assert.Equal(["a", "b"], await OutputUtilities.GetValueAsync(all));
                Assert.True(await Output.IsSecretAsync(all));
                Assert.False(await OutputUtilities.GetIsKnownAsync(tuple));
                Assert.True(await Output.IsSecretAsync(tuple));
            }
        );
    }

    [Fact]
    public async Task Format_fills_holes_of_any_kind_with_the_invariant_culture()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                Input<string> input = "in";
                var text = Output.Format($"{Output.Create("out")}-{input}-{1.5}-{Output.CreateSecret(7):000}");

                Assert.Equal("out-in-1.5-007", await OutputUtilities.GetValueAsync(text));
                Assert.True(await Output.IsSecretAsync(text));
            }
        );
    }

    [Fact]
    public async Task An_output_of_a_resource_depends_on_it_through_every_combination()
    {
        var mocks = new RecordingMocks();
        Note? note = null;
        Output<string>? text = null;

        await Evaluate.UpdateAsync(
            mocks,
            () =>
            {
                note = new Note("note", new NoteArgs { Title = "t" });
                text = Output.Format($"{note.Title}!").Apply(t => t + "?");
            }
        );

        Assert.Equal("t!?", await OutputUtilities.GetValueAsync(text!));
        Assert.Equal([note!], await OutputUtilities.GetDependenciesAsync(text!));
    }

    [Fact]
    public async Task Json_is_secret_or_unknown_if_an_output_inside_is()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                var secret = Output.JsonSerialize(Output.Create(new { a = Output.CreateSecret("x"), b = new[] { 1, 2 } }));
                var unknown = Output.JsonSerialize(Output.Create(new { a = OutputUtilities.CreateUnknown("x") }));

                Assert.Equal("""{"a":"x","b":[1,2]}""", await OutputUtilities.GetValueAsync(secret));
                Assert.True(await Output.IsSecretAsync(secret));
                Assert.False(await OutputUtilities.GetIsKnownAsync(unknown));
            }
        );
    }

    [Fact]
    public async Task The_text_of_an_output_is_an_explanation_not_its_value()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            () =>
            {
                var text = Output.CreateSecret("hidden").ToString();

                Assert.Contains("Calling [ToString] on an [Output<T>] is not supported.", text);
                Assert.DoesNotContain("hidden", text);
            }
        );
    }

    [Fact]
    public async Task An_exception_in_an_Apply_that_nobody_reads_fails_the_evaluation()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            Evaluate.UpdateAsync(new RecordingMocks(), () => Output.Create("lost and found").Apply(Fail))
        );

        Assert.Contains("failed with an unhandled exception", failure.Message);
        Assert.Contains("lost and found", failure.Message);
    }

    private static int Fail(string reason) => throw new InvalidOperationException(reason);
}
