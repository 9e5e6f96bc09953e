using NanoClaw.Infra.Settings;

namespace NanoClaw.Infra.Tests.Settings;

public sealed class SettingMistakeTests
{
    [Fact]
    public void A_long_value_is_cut_so_that_its_reason_stays_in_sight()
    {
        var mistake = new SettingMistake("extraRules", new string('(', 100_000), "it is nested too deeply", "Shorten it");

        var text = mistake.ToString();

        Assert.InRange(text.Length, 200, 400);
        Assert.Contains("(100000 characters): it is nested too deeply. Shorten it", text, StringComparison.Ordinal);
    }
}
