using System.ComponentModel.DataAnnotations;

namespace NanoClaw.Channels.WhatsApp;

/// <summary>The settings of the WhatsApp channel.</summary>
public sealed record WhatsAppOptions
{
    /// <summary>The key that names another sidecar: the path of a script that Node.js runs.</summary>
    public const string SidecarKey = "WHATSAPP_SIDECAR";

    /// <summary>v1's key: <c>true</c> if the account is the assistant's alone.</summary>
    public const string OwnNumberKey = "ASSISTANT_HAS_OWN_NUMBER";

    /// <summary>v1's <c>store</c>: the login is in <c>auth</c>, what is on its way in <c>whatsapp</c>.</summary>
    [Required]
    public required string StoreFolder { get; init; }

    /// <summary>The name people call.</summary>
    [Required]
    public string AssistantName { get; init; } = "Andy";

    /// <summary>
    /// Whether the account is the assistant's alone. If not, it is its user's too: the assistant's texts begin with its
    /// name, and the user's own messages are answered.
    /// </summary>
    public bool AssistantHasOwnNumber { get; init; }

    /// <summary>The sidecar's script; null: the one of this project.</summary>
    public string? SidecarScript { get; init; }

    /// <summary>How long WhatsApp may take to confirm a text, Baileys' own waits for keys and members included.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The wait before a sidecar that ended is started again, at first; twice as long each time, up to a minute.</summary>
    public TimeSpan FirstRestartWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether <c>nanoclaw whatsapp login</c> has been done in this store.</summary>
    public static bool HasLogin(string storeFolder) => File.Exists(new WhatsAppOptions { StoreFolder = storeFolder }.CredentialsFile);

    internal string LoginFolder => Path.Combine(StoreFolder, "auth");

    internal string CredentialsFile => Path.Combine(LoginFolder, "creds.json");
}
