namespace NanoClaw.Host.Actions;

/// <summary>An action is not done; the message is for the agent.</summary>
internal sealed class ActionRefusedException : Exception
{
    public ActionRefusedException() { }

    public ActionRefusedException(string message) : base(message) { }

    public ActionRefusedException(string message, Exception innerException) : base(message, innerException) { }
}
