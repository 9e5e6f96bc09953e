namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>An evaluation that is refused: by one line, without a stack trace, and with nothing registered.</summary>
internal static class Refusal
{
    public static async Task<string> OfAsync(string stack, IReadOnlyDictionary<string, string> config, CloudflareMocks mocks, bool isPreview = false)
    {
        var error = await Assert.ThrowsAsync<Pulumi.RunException>(() => Evaluated.RunAsync(stack, config, mocks, isPreview));

        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("unhandled exception", error.Message, StringComparison.Ordinal);
        Assert.Empty(mocks.Registered);
        return error.Message;
    }
}
