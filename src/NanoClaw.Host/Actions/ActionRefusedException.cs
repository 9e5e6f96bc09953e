namespace NanoClaw.Host.Actions;

/// <summary>An action is not done; the message is for the agent.</summary>
internal sealed class ActionRefusedException : Exception
{
    public ActionRefusedException() { }

    public ActionRefusedException(string message)
        : base(message) { }

    public ActionRefusedException(string message, Exception innerException)
        : base(message, innerException) { }

    private ActionRefusedException(string message, string withoutArguments, Exception? innerException)
        : base(message, innerException) => WithoutArguments = withoutArguments;

    /// <summary>The message for the log: without what the model wrote.</summary>
    public string WithoutArguments
    {
        get => field ?? Message;
    }

    /// <summary>A message whose holes are filled by what the model wrote.</summary>
    public static ActionRefusedException Quoting(FormattableString message, Exception? innerException = null) =>
        new(
            message.ToString(System.Globalization.CultureInfo.InvariantCulture),
            string.Format(System.Globalization.CultureInfo.InvariantCulture, message.Format, [.. Enumerable.Repeat("(...)", message.ArgumentCount)]),
            innerException
        );
}
