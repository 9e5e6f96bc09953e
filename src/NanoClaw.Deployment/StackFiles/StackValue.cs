namespace NanoClaw.Deployment.StackFiles;

/// <summary>A setting's value, as a stack's file holds it.</summary>
public abstract record StackValue
{
    private StackValue() { }

    /// <summary>One text, number or flag.</summary>
    public sealed record Scalar(string Text) : StackValue
    {
        public override string ToString() => Text;
    }

    /// <summary>A list of texts.</summary>
    public sealed record List(IReadOnlyList<string> Items) : StackValue
    {
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items, StringComparer.Ordinal);

        public override int GetHashCode() => Items.Aggregate(0, HashCode.Combine);

        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    /// <summary>A secret, as Pulumi encrypted it.</summary>
    public sealed record Secure(string Cipher) : StackValue
    {
        public override string ToString() => "[secret]";
    }

    /// <summary>Something else, of which only the text is known.</summary>
    public sealed record Other(string Yaml) : StackValue
    {
        public override string ToString() => "(something else)";
    }
}
