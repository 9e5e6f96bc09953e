namespace Pulumi;

/// <summary>One blob.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(object content)
        : base(content) { }
}

/// <summary>A file on this machine.</summary>
public sealed class FileAsset(string path) : Asset(path);

/// <summary>A text in memory.</summary>
public sealed class StringAsset(string text) : Asset(text);

/// <summary>A file behind a URI.</summary>
public sealed class RemoteAsset(string uri) : Asset(uri);
