namespace Pulumi.StandIn.Tests;

/// <summary>A component with one note in it.</summary>
internal sealed class Folder : ComponentResource
{
    public Folder(string name, ComponentResourceOptions? options = null)
        : base("desk:index:Folder", name, options)
    {
        Note = new Note($"{name}-note", new NoteArgs { Title = name }, new CustomResourceOptions { Parent = this });
        Title = Note.Title;
        RegisterOutputs();
    }

    public Note Note { get; }

    [Output("title")]
    public Output<string> Title { get; private set; }
}
