using System.Collections.Immutable;

namespace Pulumi.StandIn.Tests;

/// <summary>A resource of an invented provider, with every kind of property.</summary>
internal sealed class Note(string name, NoteArgs args, CustomResourceOptions? options = null) : CustomResource("desk:index/note:Note", name, args, options)
{
    [Output("title")]
    public Output<string> Title { get; private set; } = null!;

    [Output("pages")]
    public Output<int> Pages { get; private set; } = null!;

    [Output("pinned")]
    public Output<bool?> Pinned { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableArray<string>> Tags { get; private set; } = null!;

    [Output("labels")]
    public Output<ImmutableDictionary<string, string>?> Labels { get; private set; } = null!;
}

internal sealed class NoteArgs : ResourceArgs
{
    [Input("title", required: true)]
    public Input<string> Title { get; set; } = null!;

    [Input("pages")]
    public Input<int>? Pages { get; set; }

    [Input("tags")]
    private InputList<string>? _tags;

    public InputList<string> Tags
    {
        get => _tags ??= [];
        set => _tags = value;
    }

    [Input("labels")]
    private InputMap<string>? _labels;

    public InputMap<string> Labels
    {
        get => _labels ??= [];
        set => _labels = value;
    }

    [Input("cover")]
    public Input<CoverArgs>? Cover { get; set; }
}

internal sealed class CoverArgs : ResourceArgs
{
    [Input("colour", required: true)]
    public Input<string> Colour { get; set; } = null!;

    [Input("gloss")]
    public Input<double>? Gloss { get; set; }
}
