namespace NanoClaw.Terminal.Streams;

/// <summary>Whoever read the standard output has ended, as <c>head</c> does when it has enough.</summary>
public sealed class OutputClosedException() : IOException("Nobody reads the output any more.");
