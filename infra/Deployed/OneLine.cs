namespace NanoClaw.Infra.Deployed;

/// <summary>A failure as a part of one sentence: the engine's messages run over many lines.</summary>
internal static class OneLine
{
    private const int MaxCharacters = 400;

    public static string Of(Exception failure)
    {
        var text = string.Join(' ', failure.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = text.Length <= MaxCharacters ? text : $"{text[..MaxCharacters]}...";
        return text.EndsWith('.') ? text : $"{text}.";
    }
}
