namespace NanoClaw.LocalCloud;

/// <summary>What a program that failed has to say, without the machinery around it.</summary>
internal static class ProgramMessages
{
    public static string Of(Exception exception, StackConfiguration configuration)
    {
        var messages = Leaves(exception).Select(e => e.Message).Distinct(StringComparer.Ordinal);
        var text = string.Join('\n', messages);

        // The program's own messages name keys, never secret values; a fault in a message must not tell one either.
        foreach (var key in configuration.SecretKeys)
        {
            if (configuration.Values.TryGetValue(key, out var secret) && secret.Length > 0)
            {
                text = text.Replace(secret, "[secret]", StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static IEnumerable<Exception> Leaves(Exception exception) =>
        exception switch
        {
            AggregateException aggregate => aggregate.InnerExceptions.SelectMany(Leaves),
            System.Reflection.TargetInvocationException { InnerException: { } inner } => Leaves(inner),
            _ => [exception],
        };
}
