using System.Security.Cryptography;
using System.Text;
using NanoClaw.Agents;

namespace NanoClaw.Host;

/// <summary>What the agent knows a chat by.</summary>
internal static class WireJid
{
    /// <summary>The chat's id; where the contract does not take it, another that is only compared there.</summary>
    public static string Of(string chatJid) =>
        AgentContract.IsChatJid(chatJid) ? chatJid : "chat-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(chatJid)))[..32];
}
