namespace NanoClaw.LocalCloud;

/// <summary>The local cloud cannot go on. The message is for the person at the terminal, names the next step and holds no secret.</summary>
public sealed class LocalCloudException : Exception
{
    public LocalCloudException(string message)
        : base(message) { }

    public LocalCloudException(string message, Exception inner)
        : base(message, inner) { }
}
