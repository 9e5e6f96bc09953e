namespace NanoClaw.Cli.Suggesting;

/// <summary>Words that other programs have for what is done here by another command.</summary>
internal static class KnownWish
{
    /// <summary>By the word that is typed: what does it, to be typed as it stands; more than one with what each is for.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["init"] = "nanoclaw dev, to try it here and now; nanoclaw setup --stack NAME, for your own account",
            ["login"] = "nanoclaw whatsapp login, for WhatsApp; nanoclaw setup --stack NAME, for Cloudflare",
            ["install"] = "nanoclaw service install, as a service of this machine",
            ["uninstall"] = "nanoclaw service uninstall",
            ["start"] = "nanoclaw run; as a service: nanoclaw service install",
            ["serve"] = "nanoclaw run; as a service: nanoclaw service install",
            ["up"] = "nanoclaw dev, on this machine; on your account: pulumi up -s NAME",
            ["deploy"] = "nanoclaw preview --stack NAME, to see it; then pulumi up -s NAME",
            ["stop"] = "Ctrl-C where it runs; a service: systemctl --user stop nanoclaw",
            ["restart"] = "Ctrl-C and nanoclaw run; a service: systemctl --user restart nanoclaw",
            ["update"] = "nanoclaw version --check",
            ["upgrade"] = "nanoclaw version --check",
            ["logs"] = "nanoclaw status, for the last errors; a service: journalctl --user -u nanoclaw -f",
            ["log"] = "nanoclaw status, for the last errors; a service: journalctl --user -u nanoclaw -f",
            ["health"] = "nanoclaw status; nanoclaw doctor, for what is set up wrongly",
            ["check"] = "nanoclaw doctor",
            ["diagnose"] = "nanoclaw doctor",
            ["ps"] = "nanoclaw status",
            ["info"] = "nanoclaw status",
            ["budget"] = "nanoclaw status",
            ["usage"] = "nanoclaw status",
            ["talk"] = "nanoclaw chat",
            ["repl"] = "nanoclaw chat",
            ["shell"] = "nanoclaw chat",
            ["list"] = "nanoclaw groups list; nanoclaw tasks list",
            ["schedule"] = "nanoclaw tasks add",
            ["cron"] = "nanoclaw tasks add",
            ["history"] = "nanoclaw chat --history 50",
            ["help"] = "nanoclaw --help",
            ["migrate"] = "nanoclaw import v1",
            ["telegram"] = "set TELEGRAM_BOT_TOKEN to a bot's token from @BotFather, then nanoclaw run",
            ["undeploy"] = "pulumi destroy -s NAME",
            ["destroy"] = "pulumi destroy -s NAME",
            ["test"] = "nanoclaw verify --stack NAME, of a deployment; nanoclaw edge test, of a rule",
            ["env"] = "nanoclaw config pull --stack NAME",
        };
}
