using System.Net.Sockets;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Typing;

internal static class AddressFunctions
{
    public static RuleValue Cidr(ReadOnlySpan<RuleValue> arguments) =>
        arguments[0].IsMissing ? RuleValue.Missing : Mask(arguments[0], arguments[1], arguments[2]);

    public static RuleValue Cidr6(ReadOnlySpan<RuleValue> arguments) =>
        arguments[0].IsMissing ? RuleValue.Missing : Mask(arguments[0], RuleValue.From(32), arguments[1]);

    private static RuleValue Mask(RuleValue address, RuleValue bits4, RuleValue bits6)
    {
        var bits = address.AsIp.AddressFamily == AddressFamily.InterNetwork ? bits4 : bits6;
        return RuleValue.From(IpRange.Mask(address.AsIp, (int)bits.AsInteger));
    }
}
