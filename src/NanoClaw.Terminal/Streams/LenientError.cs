namespace NanoClaw.Terminal.Streams;

/// <summary>The standard error where it goes into a file or a pipe: a full disk there is no reason to fail, or to end otherwise than asked.</summary>
public sealed class LenientError(Stream console) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            console.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is no other place in which to say it.
        }
    }
}
