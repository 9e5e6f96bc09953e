using System.Collections.Immutable;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class InputsTests
{
    [Fact]
    public async Task Mocks_see_doubles_and_immutable_collections_and_no_secrecy()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(
            mocks,
            () =>
                _ = new Note(
                    "note",
                    new NoteArgs
                    {
                        Title = Output.CreateSecret("hush"),
                        Pages = 3,
                        Tags = { "a", Output.CreateSecret("b") },
                        Labels = { { "k", "v" } },
                        Cover = new CoverArgs { Colour = "red", Gloss = 0.5 },
                    }
                )
        );

        var inputs = mocks["note"].Inputs;
        Assert.Equal("hush", inputs["title"]);
        Assert.Equal(3.0, inputs["pages"]);
        Assert.Equal(["a", "b"], Assert.IsType<ImmutableArray<object>>(inputs["tags"]));
        Assert.Equal("v", Assert.IsType<ImmutableDictionary<string, object>>(inputs["labels"])["k"]);
        Assert.Equal(0.5, Assert.IsType<ImmutableDictionary<string, object>>(inputs["cover"])["gloss"]);
    }

    [Fact]
    public async Task What_wasnt_set_or_is_null_is_left_out_and_a_list_that_was_touched_is_empty()
    {
        var mocks = new RecordingMocks();
        var args = new NoteArgs { Title = "t", Labels = { { "none", Output.Create((string)null!) }, { "some", "v" } } };
        _ = args.Tags;

        await Evaluate.UpdateAsync(mocks, () => _ = new Note("note", args));

        var inputs = mocks["note"].Inputs;
        Assert.Equal(["labels", "tags", "title"], inputs.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Assert.IsType<ImmutableArray<object>>(inputs["tags"]));
        Assert.Equal(["some"], Assert.IsType<ImmutableDictionary<string, object>>(inputs["labels"]).Keys);
    }

    [Fact]
    public async Task A_required_input_that_is_missing_fails_the_evaluation_and_names_it()
    {
        var mocks = new RecordingMocks();

        var failure = await Assert.ThrowsAsync<RunException>(() => Evaluate.UpdateAsync(mocks, () => _ = new Note("note", new NoteArgs())));

        Assert.Contains("NoteArgs.Title is required but was not given a value", failure.Message);
        Assert.Empty(mocks.Registered);
    }

    [Fact]
    public async Task A_required_input_inside_an_argument_counts_too()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            Evaluate.UpdateAsync(new RecordingMocks(), () => _ = new Note("note", new NoteArgs { Title = "t", Cover = new CoverArgs() }))
        );

        Assert.Contains("error serializing property \"cover\"", failure.Message);
        Assert.Contains("CoverArgs.Colour is required but was not given a value", failure.Message);
    }

    [Fact]
    public async Task One_unknown_value_inside_drops_the_whole_key()
    {
        var mocks = new RecordingMocks();

        await Evaluate.PreviewAsync(
            mocks,
            () =>
                _ = new Note(
                    "note",
                    new NoteArgs
                    {
                        Title = "t",
                        Tags = { "known", OutputUtilities.CreateUnknown("unknown") },
                        Cover = new CoverArgs { Colour = OutputUtilities.CreateUnknown("unknown"), Gloss = 1 },
                    }
                )
        );

        Assert.Equal(["title"], mocks["note"].Inputs.Keys);
    }

    [Fact]
    public async Task A_list_and_a_map_take_everything_that_converts_to_them()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                InputList<string> fromArray = new[] { "a" };
                InputList<string> fromList = new List<string> { "b" };
                InputList<string> fromOutput = Output.Create(ImmutableArray.Create("c"));
                InputList<string> one = "d";
                InputMap<string> map = new Dictionary<string, string> { ["x"] = "1" };
                InputMap<string> merged = InputMap<string>.Merge(map, new InputMap<string> { { "x", "2" }, { "y", "3" } });

                var all = fromArray.Concat(fromList).Concat(fromOutput).Concat(one);

                Assert.Equal(["a", "b", "c", "d"], await OutputUtilities.GetValueAsync(all.ToOutput()));
                Assert.Equal("2", (await OutputUtilities.GetValueAsync(merged.ToOutput()))["x"]);
                Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)all).GetEnumerator());
            }
        );
    }

    [Fact]
    public async Task Adding_another_value_under_a_key_that_is_there_fails_the_evaluation()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            Evaluate.UpdateAsync(new RecordingMocks(), () => _ = new Note("note", new NoteArgs { Title = "t", Labels = { { "k", "one" }, { "k", "two" } } }))
        );

        Assert.Contains("Key 'k' already exists in the map with a different value.", failure.ToString());
    }

    [Fact]
    public async Task A_value_of_an_unsupported_type_fails_with_the_property_that_holds_it()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            Evaluate.UpdateAsync(
                new RecordingMocks(),
                () => _ = new Anything(new AnythingArgs { Value = Output.Create<object>(new Dictionary<string, object> { ["when"] = DateTime.UnixEpoch }) })
            )
        );

        Assert.Contains("System.DateTime is not a supported argument type", failure.Message);
        Assert.Contains("error serializing property \"value\"", failure.Message);
    }

    [Fact]
    public async Task An_object_argument_takes_nested_dictionaries_and_lists()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(
            mocks,
            () =>
                _ = new Anything(
                    new AnythingArgs
                    {
                        Value = new Dictionary<string, object?>
                        {
                            ["strict_transport_security"] = new Dictionary<string, object> { ["enabled"] = true, ["max_age"] = 31536000 },
                            ["list"] = new List<object> { 1, "two" },
                            ["none"] = null,
                        },
                    }
                )
        );

        var value = Assert.IsType<ImmutableDictionary<string, object>>(mocks["anything"].Inputs["value"]);
        Assert.Equal(["list", "strict_transport_security"], value.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(31536000.0, Assert.IsType<ImmutableDictionary<string, object>>(value["strict_transport_security"])["max_age"]);
        Assert.Equal([1.0, "two"], Assert.IsType<ImmutableArray<object>>(value["list"]));
    }

    private sealed class Anything(AnythingArgs args) : CustomResource("desk:index/anything:Anything", "anything", args, options: null);

    private sealed class AnythingArgs : ResourceArgs
    {
        [Input("value", required: true)]
        public Input<object> Value { get; set; } = null!;
    }
}
