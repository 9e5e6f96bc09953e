using Microsoft.Playwright;

namespace NanoClaw.Admin.Tests;

/// <summary>Somebody at a browser.</summary>
internal sealed class Person : IAsyncDisposable
{
    /// <summary>Whom the built-in stack lets in.</summary>
    public const string Listed = "admin@example.com";

    private Person(IBrowserContext context, IPage page, Cloud cloud) => (Context, Page, Cloud) = (context, page, cloud);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public Cloud Cloud { get; }

    public static async Task<Person> ComesAsync(Browser browser, Cloud cloud, Look look = Look.Light)
    {
        Assert.SkipWhen(browser.Chromium is null, Browser.Missing);
        var context = await browser.Chromium.NewContextAsync(
            new()
            {
                // The local authority is not among the browser's; that it vouches is tested where the certificate is.
                IgnoreHTTPSErrors = true,
                ColorScheme = look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = look == Look.Phone ? new() { Width = 360, Height = 740 } : new() { Width = 1024, Height = 900 },
                TimezoneId = "UTC",
            }
        );
        context.SetDefaultTimeout(60_000);
        return new(context, await context.NewPageAsync(), cloud);
    }

    /// <summary>Opens the page and signs in on the way, with the keyboard.</summary>
    public async Task SignInAsync(string email = Listed)
    {
        await Page.GotoAsync(Cloud.Page.AbsoluteUri);
        await Page.GetByLabel("e-mail").FillAsync(email);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Tab until what has this name has the focus.</summary>
    public async Task TabToAsync(string name)
    {
        await Page.GetByText(name, new() { Exact = true }).First.WaitForAsync();
        for (var i = 0; i < 200; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync() == name)
            {
                return;
            }
        }

        Assert.Fail($"No Tab leads to '{name}'.");
    }

    /// <summary>The text of what has the focus; empty where nothing has.</summary>
    public Task<string> FocusedAsync() =>
        Page.EvaluateAsync<string>("() => document.activeElement === document.body ? '' : document.activeElement.textContent.trim()");

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}

/// <summary>How the page is looked at.</summary>
public enum Look
{
    Light,
    Dark,
    Phone,
}
