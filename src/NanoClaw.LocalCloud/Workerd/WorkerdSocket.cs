namespace NanoClaw.LocalCloud;

/// <summary>
/// Where one run of workerd listens. What stands in front of it, edge rules and Access, guards nothing that another user
/// of the machine can go round: so it is a Unix socket in a folder that only its owner may enter. On Windows workerd
/// knows none, and it is a port of 127.0.0.1.
/// </summary>
internal sealed class WorkerdSocket
{
    /// <summary>The scheme of a Unix socket's address: <c>unix:///path</c>.</summary>
    public const string UnixScheme = "unix";

    private readonly string? _path;

    private WorkerdSocket(string? path) => _path = path;

    /// <summary>As workerd takes it.</summary>
    public string Argument => _path is null ? "127.0.0.1:0" : $"unix:{_path}";

    /// <summary>A socket that was never listened on.</summary>
    /// <param name="folder">A folder for its owner alone, with a path short enough: a socket's has 107 bytes at most, 103 on macOS.</param>
    /// <param name="number">Tells the runs of one folder apart.</param>
    public static WorkerdSocket In(string folder, int number) => new(OperatingSystem.IsWindows() ? null : Path.Combine(folder, $"{number}.sock"));

    /// <param name="port">As workerd told it; of a Unix socket it is 0.</param>
    public Uri AddressAt(int port) =>
        _path is null
            ? new Uri($"http://127.0.0.1:{port}")
            : new UriBuilder
            {
                Scheme = UnixScheme,
                Host = "",
                Path = _path,
            }.Uri;
}
