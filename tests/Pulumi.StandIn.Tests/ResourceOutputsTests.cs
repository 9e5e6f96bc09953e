using System.Collections.Immutable;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class ResourceOutputsTests
{
    [Fact]
    public async Task In_an_update_what_the_mocks_leave_out_is_known_and_has_no_value()
    {
        Note? note = null;

        await Evaluate.UpdateAsync(new RecordingMocks(), () => note = new Note("note", new NoteArgs { Title = "t" }));

        Assert.Equal("t", await OutputUtilities.GetValueAsync(note!.Title));
        Assert.Equal("note-id", await OutputUtilities.GetValueAsync(note.Id));
        Assert.Equal("urn:pulumi:test::shop::pulumi:pulumi:Stack$desk:index/note:Note::note", await OutputUtilities.GetValueAsync(note.Urn));
        Assert.True(await OutputUtilities.GetIsKnownAsync(note.Pages));
        Assert.Equal(0, await OutputUtilities.GetValueAsync(note.Pages));
        Assert.Null(await OutputUtilities.GetValueAsync(note.Pinned));
        Assert.True((await OutputUtilities.GetValueAsync(note.Tags)).IsDefault);
        Assert.Null(await OutputUtilities.GetValueAsync(note.Labels));
    }

    [Fact]
    public async Task In_a_preview_it_is_unknown_and_so_is_what_is_made_of_it()
    {
        var mocks = new RecordingMocks();
        Note? note = null;

        await Evaluate.PreviewAsync(
            mocks,
            () =>
            {
                note = new Note("note", new NoteArgs { Title = "t" });
                _ = new Note("second", new NoteArgs { Title = "u", Pages = note.Pages });
            }
        );

        Assert.True(await OutputUtilities.GetIsKnownAsync(note!.Title));
        Assert.False(await OutputUtilities.GetIsKnownAsync(note.Pages));
        Assert.False(mocks["second"].Inputs.ContainsKey("pages"));
    }

    [Fact]
    public async Task An_output_is_secret_if_the_state_says_so_each_for_itself()
    {
        var mocks = new RecordingMocks
        {
            States =
            {
                ["note"] = new() { ["title"] = Output.CreateSecret("hush"), ["pages"] = 2 },
            },
        };
        Note? note = null;

        await Evaluate.UpdateAsync(mocks, () => note = new Note("note", new NoteArgs { Title = "t" }));

        Assert.True(await Output.IsSecretAsync(note!.Title));
        Assert.Equal("hush", await OutputUtilities.GetValueAsync(note.Title));
        Assert.False(await Output.IsSecretAsync(note.Pages));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(note.Pages));
    }

    [Fact]
    public async Task The_secrecy_of_an_input_is_not_that_of_the_output()
    {
        Note? note = null;

        await Evaluate.UpdateAsync(new RecordingMocks(), () => note = new Note("note", new NoteArgs { Title = Output.CreateSecret("hush") }));

        Assert.False(await Output.IsSecretAsync(note!.Title));
    }

    [Fact]
    public async Task A_state_of_the_wrong_type_becomes_no_value()
    {
        var mocks = new RecordingMocks
        {
            States =
            {
                ["note"] = new()
                {
                    ["pages"] = "three",
                    ["tags"] = "a",
                    ["labels"] = new List<string>(),
                    ["pinned"] = 1,
                },
            },
        };
        Note? note = null;

        await Evaluate.UpdateAsync(mocks, () => note = new Note("note", new NoteArgs { Title = "t" }));

        Assert.Equal(0, await OutputUtilities.GetValueAsync(note!.Pages));
        Assert.True((await OutputUtilities.GetValueAsync(note.Tags)).IsDefault);
        Assert.Null(await OutputUtilities.GetValueAsync(note.Labels));
        Assert.False(await OutputUtilities.GetValueAsync(note.Pinned));
    }

    [Fact]
    public async Task Lists_and_maps_are_read_element_by_element()
    {
        var mocks = new RecordingMocks
        {
            States =
            {
                ["note"] = new()
                {
                    ["tags"] = ImmutableArray.Create<object>("a", "b"),
                    ["labels"] = new Dictionary<string, object> { ["k"] = "v" },
                    ["pinned"] = true,
                },
            },
        };
        Note? note = null;

        await Evaluate.UpdateAsync(mocks, () => note = new Note("note", new NoteArgs { Title = "t" }));

        Assert.Equal(["a", "b"], await OutputUtilities.GetValueAsync(note!.Tags));
        Assert.Equal("v", (await OutputUtilities.GetValueAsync(note.Labels))!["k"]);
        Assert.True(await OutputUtilities.GetValueAsync(note.Pinned));
    }

    [Fact]
    public async Task A_failing_registration_fails_the_evaluation_with_its_reason()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            Evaluate.UpdateAsync(new ThrowingMocks(), () => _ = new Note("note", new NoteArgs { Title = "t" }))
        );

        Assert.Contains("the provider said no", failure.ToString());
    }

    private sealed class ThrowingMocks : Testing.IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(Testing.MockResourceArgs args) => throw new InvalidOperationException("the provider said no");

        public Task<object> CallAsync(Testing.MockCallArgs args) => throw new NotSupportedException();
    }
}
