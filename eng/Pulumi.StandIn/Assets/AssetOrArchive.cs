namespace Pulumi;

/// <summary>Bytes given to a provider by reference.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(object content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
    }

    internal object Content { get; }
}
