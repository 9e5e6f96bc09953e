using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class ResourceOptionsTests
{
    [Fact]
    public async Task A_child_of_a_component_carries_its_type_in_the_urn_and_the_component_registers_its_outputs()
    {
        var mocks = new RecordingMocks();
        Folder? folder = null;

        var resources = await Evaluate.UpdateAsync(mocks, () => folder = new Folder("letters"));

        Assert.Equal(["letters", "letters-note"], resources.Select(r => r.GetResourceName()));
        var urn = await OutputUtilities.GetValueAsync(folder!.Urn);
        Assert.Equal("urn:pulumi:test::shop::pulumi:pulumi:Stack$desk:index:Folder::letters", urn);
        Assert.Equal("urn:pulumi:test::shop::pulumi:pulumi:Stack$desk:index/note:Note::letters-note", await OutputUtilities.GetValueAsync(folder.Note.Urn));
        Assert.Equal("letters", await OutputUtilities.GetValueAsync(mocks.RegisteredOutputs[urn]["title"]));
        Assert.Equal("", mocks["letters"].Id);
    }

    [Fact]
    public async Task DependsOn_waits_for_a_resource_and_for_what_is_in_a_component()
    {
        var mocks = new GatedMocks();

        var evaluation = Evaluate.UpdateAsync(
            mocks,
            () =>
            {
                var folder = new Folder("slow");
                _ = new Note("after", new NoteArgs { Title = "t" }, new CustomResourceOptions { DependsOn = { folder } });
            }
        );
        await mocks.Reached.Task;
        var before = mocks.Names.ToList();
        mocks.Gate.SetResult();
        await evaluation;

        Assert.DoesNotContain("after", before);
        Assert.Equal("after", mocks.Names[^1]);
    }

    [Fact]
    public async Task An_id_makes_a_read_and_an_import_id_is_passed_to_the_provider()
    {
        var mocks = new RecordingMocks();
        Note? read = null;

        await Evaluate.UpdateAsync(
            mocks,
            () =>
            {
                read = new Note("read", new NoteArgs { Title = "t" }, new CustomResourceOptions { Id = "existing" });
                _ = new Note("imported", new NoteArgs { Title = "t" }, new CustomResourceOptions { ImportId = "adopted" });
            }
        );

        Assert.Equal("existing", mocks["read"].Id);
        Assert.Equal("existing", await OutputUtilities.GetValueAsync(read!.Id));
        Assert.Equal("adopted", mocks["imported"].Id);
    }

    [Fact]
    public async Task A_component_hands_its_provider_to_children_of_that_package()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(
            mocks,
            () =>
            {
                var desk = new DeskProvider("desk");
                _ = new Folder("with", new ComponentResourceOptions { Provider = desk });
                _ = new Folder("without");
            }
        );

        Assert.Equal("pulumi:providers:desk", mocks["desk"].Type);
        Assert.Equal("urn:pulumi:test::shop::pulumi:pulumi:Stack$pulumi:providers:desk::desk::desk-id", mocks["with-note"].Provider);
        Assert.Equal("", mocks["without-note"].Provider);
    }

    [Fact]
    public void Merging_takes_what_the_second_sets_and_appends_lists()
    {
        var merged = CustomResourceOptions.Merge(
            new CustomResourceOptions
            {
                Protect = true,
                Version = "1",
                IgnoreChanges = { "a" },
                AdditionalSecretOutputs = { "x" },
            },
            new CustomResourceOptions
            {
                Version = "2",
                IgnoreChanges = { "b" },
                DeleteBeforeReplace = true,
                AdditionalSecretOutputs = { "y" },
            }
        );

        Assert.True(merged.Protect);
        Assert.Equal("2", merged.Version);
        Assert.True(merged.DeleteBeforeReplace);
        Assert.Equal(["a", "b"], merged.IgnoreChanges);
        Assert.Equal(["x", "y"], merged.AdditionalSecretOutputs);
    }

    private sealed class DeskProvider(string name) : ProviderResource("desk", name, ResourceArgs.Empty, options: null);

    /// <summary>Holds back the answer for the note in the slow folder.</summary>
    private sealed class GatedMocks : Testing.IMocks
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Names { get; } = [];

        public async Task<(string? id, object state)> NewResourceAsync(Testing.MockResourceArgs args)
        {
            if (args.Name == "slow-note")
            {
                Reached.SetResult();
                await Gate.Task;
            }

            lock (Names)
            {
                Names.Add(args.Name!);
            }

            return ("id", new Dictionary<string, object>());
        }

        public Task<object> CallAsync(Testing.MockCallArgs args) => throw new NotSupportedException();
    }
}
