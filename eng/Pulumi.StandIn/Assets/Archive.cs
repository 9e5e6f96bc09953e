using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A set of named blobs.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(object content)
        : base(content) { }
}

/// <summary>Made of assets and archives.</summary>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive(assets.ToImmutableDictionary());

/// <summary>A folder or an archive file on this machine.</summary>
public sealed class FileArchive(string path) : Archive(path);

/// <summary>An archive file behind a URI.</summary>
public sealed class RemoteArchive(string uri) : Archive(uri);
