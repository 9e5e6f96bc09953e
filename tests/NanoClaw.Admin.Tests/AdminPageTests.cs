using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NanoClaw.Admin.Tests;

/// <summary>The page as a person has it: in Chromium, through the edge, signed in.</summary>
public sealed class AdminPageTests(Browser browser)
{
    private const string Off = "Switch the agent off";
    private const string On = "Switch the agent on";

    /// <summary>A folder for the screenshots; among the build's artifacts where none is named.</summary>
    private static string Screenshots =>
        Environment.GetEnvironmentVariable("NANOCLAW_SCREENSHOTS") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "screenshots");

    [Fact]
    public async Task Who_is_not_listed_sees_nothing_and_who_is_signs_in_by_keyboard_and_out_again()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var person = await Person.ComesAsync(browser, cloud);

        await person.SignInAsync("eve@example.com");
        await Expect(person.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Forbidden");
        Assert.Empty(await person.Context.CookiesAsync());

        await person.SignInAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("local");
        var cookie = Assert.Single(await person.Context.CookiesAsync());
        Assert.Equal(("CF_Authorization", true, true), (cookie.Name, cookie.HttpOnly, cookie.Secure));

        await person.TabToAsync("Sign out");
        await person.Page.Keyboard.PressAsync("Enter");
        await WaitUntilAsync(async () => (await person.Context.CookiesAsync()).Count == 0);
        await person.Page.GotoAsync(cloud.Page.AbsoluteUri);
        await Expect(person.Page.GetByLabel("e-mail")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Phone)]
    public async Task It_can_be_read_in_every_light_on_every_screen_and_by_a_screen_reader(Look look)
    {
        await using var cloud = await Cloud.StartAsync();
        await using var person = await Person.ComesAsync(browser, cloud, look);
        await TalkAsync(cloud);
        await person.SignInAsync();

        await Expect(person.Page.GetByText("family: 2 sessions, 0 notes")).ToBeVisibleAsync();
        await AssertReadableAsync(person.Page);
        Directory.CreateDirectory(Screenshots);
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"admin-{look.ToString().ToLowerInvariant()}.png"), FullPage = true });

        // With everything unfolded, and the other pages.
        foreach (var summary in await person.Page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await AssertReadableAsync(person.Page);
        await person.Page.GotoAsync($"{cloud.Page.AbsoluteUri}/switch?to=off");
        await AssertReadableAsync(person.Page);
        await person.Page.GotoAsync($"{cloud.Page.AbsoluteUri}/nothing");
        await AssertReadableAsync(person.Page);
    }

    [Fact]
    public async Task Runs_are_told_with_their_steps_and_actions_and_nothing_of_what_was_said()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var person = await Person.ComesAsync(browser, cloud);
        await TalkAsync(cloud);
        await person.SignInAsync();

        await person.Page.Locator("summary", new() { HasText = "2 steps, 1 action" }).First.ClickAsync();
        await Expect(person.Page.Locator("main")).ToContainTextAsync("schedule_task");
        await Expect(person.Page.Locator("main")).Not.ToContainTextAsync("dentist");
        await Expect(person.Page.Locator("main")).ToContainTextAsync("Conversations are not shown");
        Assert.Equal(403, (await person.Page.GotoAsync($"{cloud.Page.AbsoluteUri}/conversation?group=family&session=s_1"))!.Status);
    }

    [Fact]
    public async Task A_conversation_is_read_where_the_stack_allows_it()
    {
        await using var cloud = await Cloud.StartAsync(("adminReadsConversations", "true"));
        await using var person = await Person.ComesAsync(browser, cloud);
        await TalkAsync(cloud);
        await person.SignInAsync();

        await person.Page.Locator("summary", new() { HasText = "family: 2 sessions" }).ClickAsync();
        await person.Page.Locator("details[open] li a").Last.ClickAsync();
        await Expect(person.Page.Locator("main")).ToContainTextAsync("dentist");
        await AssertReadableAsync(person.Page);
    }

    [Fact]
    public async Task Every_part_is_reached_by_keyboard_alone_and_shows_that_it_is()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var person = await Person.ComesAsync(browser, cloud);
        await TalkAsync(cloud);
        await person.SignInAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        var all = await person.Page.Locator("a[href], button, summary, input:not([type=hidden])").AllTextContentsAsync();
        var reached = new List<string>();
        for (var i = 0; i < all.Count; i++)
        {
            await person.Page.Keyboard.PressAsync("Tab");
            reached.Add(await person.FocusedAsync());
            Assert.NotEqual("none", await person.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        }

        Assert.Equal(all.Select(text => text.Trim()), reached);

        // A folded part unfolds with Enter, and the first Tab leads past the heading.
        await person.Page.ReloadAsync();
        await person.TabToAsync("Runs by day, as a table");
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Page.Locator("table").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_switch_is_turned_by_keyboard_stops_new_runs_within_seconds_and_lets_them_begin_again()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var person = await Person.ComesAsync(browser, cloud);
        Assert.Null(await cloud.AskAsync("family", "Hello"));
        await person.SignInAsync();

        await person.TabToAsync(Off);
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Switch the agent off?");
        Assert.Null(await cloud.AskAsync("family", "Still on?"));
        await person.TabToAsync("Switch off now");
        var time = TimeProvider.System;
        var turned = time.GetTimestamp();
        await person.Page.Keyboard.PressAsync("Enter");
        await WaitUntilAsync(async () => await cloud.AskAsync("family", "Are you there?") == "switched_off");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"The first run was refused {time.GetElapsedTime(turned).TotalSeconds:0.000} s after the key was pressed."
        );

        await Expect(person.Page.GetByText("The agent is switched off.")).ToBeVisibleAsync();
        await Expect(person.Page.Locator("main")).ToContainTextAsync($"Last turned off by {Person.Listed}");
        Assert.Equal("switched_off", await cloud.AskAsync("work", "And here?"));
        await person.Page.ReloadAsync();
        await Expect(person.Page.Locator("main")).ToContainTextAsync("switched_off");

        await person.TabToAsync(On);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.TabToAsync("Switch on now");
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Page.GetByText("The agent is on.")).ToBeVisibleAsync();
        Assert.Null(await cloud.AskAsync("family", "And now?"));
    }

    [Fact]
    public async Task Another_site_turns_nothing_and_shows_nothing_of_it_even_where_the_browser_sends_the_cookie()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var person = await Person.ComesAsync(browser, cloud);
        await person.SignInAsync();
        await Expect(person.Page.GetByText("The agent is on.")).ToBeVisibleAsync();
        var cookie = Assert.Single(await person.Context.CookiesAsync());
        await person.Context.AddCookiesAsync([
            new()
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = "/",
                Secure = true,
                HttpOnly = true,
                SameSite = SameSiteAttribute.None,
            },
        ]);
        await person.Context.RouteAsync(
            "https://evil.example/**",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html",
                        Body =
                            $"""<form method="post" action="{cloud.Page.AbsoluteUri}/switch"><input name="to" value="off"><input name="token" value="1.{new string('0', 64)}"><button>Win a prize</button></form><iframe src="{cloud.Page.AbsoluteUri}"></iframe>""",
                    }
                )
        );

        await person.Page.GotoAsync("https://evil.example/");
        Assert.DoesNotContain("Switch the agent", await person.Page.FrameLocator("iframe").Locator("body").TextContentAsync() ?? "", StringComparison.Ordinal);
        await person.Page.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(person.Page.Locator("main")).ToContainTextAsync("did not come from the page's own form");
        Assert.Null(await cloud.AskAsync("family", "Still on?"));
    }

    private static async Task TalkAsync(Cloud cloud)
    {
        foreach (
            var (group, prompt) in new[]
            {
                ("family", "Remind me of the dentist in 2 hours"),
                ("family", "Hello"),
                ("work", "Hello"),
                ("work", "Which tasks are there?"),
            }
        )
        {
            Assert.Null(await cloud.AskAsync(group, prompt));
        }
    }

    private static async Task AssertReadableAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(
            found.Violations.Length == 0,
            string.Join('\n', found.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Select(n => n.Html))}"))
        );
        Assert.False(
            await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            "The page is wider than the screen."
        );
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await isSo())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
