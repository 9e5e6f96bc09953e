using Pulumi.Testing;

namespace Pulumi.StandIn.Tests;

public class TransformationTests
{
    [Fact]
    public async Task A_stacks_transformation_sees_every_resource_with_its_secrets_and_options()
    {
        var seen = new List<ResourceTransformationArgs>();

        await Deployment.TestWithServiceProviderAsync<ObservedStack>(
            new RecordingMocks(),
            new Provider(() => new ObservedStack(seen.Add)),
            new TestOptions { IsPreview = false }
        );

        Assert.Equal(["letters", "letters-note", "alone"], seen.Select(s => s.Resource.GetResourceName()).Where(n => n != "project-stack"));
        var alone = seen.Single(s => s.Resource.GetResourceName() == "alone");
        Assert.True(await Output.IsSecretAsync(((NoteArgs)alone.Args).Title.ToOutput()));
        Assert.True(alone.Options.Protect);
        Assert.Equal("letters", seen.Single(s => s.Resource.GetResourceName() == "letters-note").Options.Parent!.GetResourceName());
    }

    [Fact]
    public async Task A_transformation_replaces_arguments_and_its_own_runs_before_its_parents()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(
            mocks,
            () =>
            {
                var folder = new Box("box", new ComponentResourceOptions { ResourceTransformations = { Append("-parent") } });
                _ = new Note("note", new NoteArgs { Title = "t" }, new CustomResourceOptions { Parent = folder, ResourceTransformations = { Append("-own") } });
            }
        );

        Assert.Equal("t-own-parent", mocks["note"].Inputs["title"]);
    }

    [Fact]
    public async Task A_transformation_cannot_move_a_resource_to_another_parent()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            Evaluate.UpdateAsync(
                new RecordingMocks(),
                () =>
                {
                    var box = new Box("box");
                    _ = new Note(
                        "note",
                        new NoteArgs { Title = "t" },
                        new CustomResourceOptions
                        {
                            ResourceTransformations = { args => new ResourceTransformationResult(args.Args, new CustomResourceOptions { Parent = box }) },
                        }
                    );
                }
            )
        );

        Assert.Contains("Transformations cannot currently be used to change the 'parent' of a resource.", failure.Message);
    }

    private static ResourceTransformation Append(string suffix) =>
        args => args.Args is NoteArgs note ? new ResourceTransformationResult(new NoteArgs { Title = note.Title.Apply(t => t + suffix) }, args.Options) : null;

    private sealed class Box(string name, ComponentResourceOptions? options = null) : ComponentResource("desk:index:Box", name, options);

    private sealed class ObservedStack : Stack
    {
        public ObservedStack(Action<ResourceTransformationArgs> observe)
            : base(
                new StackOptions
                {
                    ResourceTransformations =
                    {
                        args =>
                        {
                            observe(args);
                            return null;
                        },
                    },
                }
            )
        {
            _ = new Folder("letters");
            _ = new Note("alone", new NoteArgs { Title = Output.CreateSecret("hush") }, new CustomResourceOptions { Protect = true });
        }
    }

    private sealed class Provider(Func<object> create) : IServiceProvider
    {
        public object GetService(Type serviceType) => create();
    }
}
