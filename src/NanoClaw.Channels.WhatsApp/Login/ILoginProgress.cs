namespace NanoClaw.Channels.WhatsApp.Login;

/// <summary>What a person sees while signing in.</summary>
public interface ILoginProgress
{
    /// <summary>Something is under way.</summary>
    void Tell(string what);

    /// <summary>A code to scan in WhatsApp under Linked devices; the one before is not valid any more.</summary>
    /// <param name="data">What the code says; it links a device, so it is for the person's eyes only.</param>
    void ShowQr(string data);

    /// <summary>A code to type in WhatsApp under Linked devices, Link with phone number instead.</summary>
    /// <param name="code">Eight letters and digits.</param>
    void ShowPairingCode(string code);
}
