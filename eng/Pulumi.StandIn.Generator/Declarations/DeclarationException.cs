namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>A declaration that has a shape this generator doesn't know.</summary>
internal sealed class DeclarationException(string file, int line, string message) : Exception(message)
{
    public string File { get; } = file;

    public int Line { get; } = line;
}
