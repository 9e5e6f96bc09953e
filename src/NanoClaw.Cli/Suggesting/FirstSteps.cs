namespace NanoClaw.Cli.Suggesting;

/// <summary>What one does first: shown by <c>nanoclaw</c> alone.</summary>
internal static class FirstSteps
{
    public const string Text = """
        To begin:
          nanoclaw dev      the agent on this machine; ask it something, no account needed
          nanoclaw chat     your assistant in this terminal, while 'nanoclaw dev' runs in another
          nanoclaw setup    leads to the agent on your own Cloudflare account
        All commands: nanoclaw --help
        """;
}
