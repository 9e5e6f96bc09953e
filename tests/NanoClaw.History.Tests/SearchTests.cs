using NanoClaw.History.Searching;

namespace NanoClaw.History.Tests;

public sealed class SearchTests : HistoryFixture
{
    [Theory]
    [InlineData("Meet at the café at five", "CAFE", true)]
    [InlineData("Meet at the cafe\u0301 at five", "café", true)]
    [InlineData("Meet at the cafe at five", "cafe\u0301", true)]
    [InlineData("ΟΔΟΣ ΆΘΗΝΑ", "οδός αθήνα", true)]
    [InlineData("Мой ёжик", "МОИ ЕЖИК", true)]
    [InlineData("Die Straße", "STRASSE", true)]
    [InlineData("smørrebrød", "Smorrebrod", true)]
    [InlineData("İstanbul'da ışık", "istanbul ISIK", true)]
    [InlineData("Nguyễn Ánh", "nguyen", true)]
    [InlineData("明日の朝、歯医者", "歯医者", true)]
    [InlineData("party 🎉 tonight", "🎉", true)]
    [InlineData("100% sure_thing [x]", "100%", true)]
    [InlineData("100 sure", "100%", false)]
    [InlineData("a sure thing", "sure_thing", false)]
    [InlineData("five at the café", "cafe five", true)]
    [InlineData("five", "cafe five", false)]
    [InlineData("the second-hand shop", "hand", true)]
    public async Task Capitals_and_accents_do_not_count_and_every_sign_means_itself(string text, string words, bool isFound)
    {
        await Store.Messages.AddAsync(Message(1, text), Token);

        Assert.Equal(isFound, (await FindAsync(words.Split(' '))).Count == 1);
    }

    [Fact]
    public async Task What_is_one_argument_is_looked_for_as_it_stands()
    {
        await Store.Messages.AddAsync([Message(1, "see you at five"), Message(2, "you see five at")], Token);

        Assert.Equal(["m1"], (await FindAsync(["you at"])).Select(found => found.Message.Id));
    }

    [Fact]
    public async Task The_newest_come_first_from_all_pages_of_their_chat_alone()
    {
        await Store.Messages.AddAsync(
            [.. Enumerable.Range(1, 1203).Select(number => Message(number, number % 400 == 0 ? $"the dentist, {number}" : "nothing"))],
            Token
        );
        await Store.Messages.AddAsync(Message(2000, "the dentist", "work@g.us"), Token);

        Assert.Equal(["m1200", "m800", "m400"], (await FindAsync(["dentist"])).Select(found => found.Message.Id));
        Assert.Equal(["m1200", "m800"], (await FindAsync(["dentist"], Start.AddMinutes(500))).Select(found => found.Message.Id));
    }

    [Fact]
    public async Task Nothing_is_found_by_nothing()
    {
        await Store.Messages.AddAsync(Message(1, "hello"), Token);

        Assert.Empty(await FindAsync([]));
        Assert.Empty(await FindAsync([" ", "\u0301"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(5000)]
    public async Task A_long_text_is_cut_around_what_was_found_and_never_within_a_character(int before)
    {
        await Store.Messages.AddAsync(Message(1, $"{Repeat("🎉é", before)}DENTIST{Repeat("e\u0301🎉", 400)}"), Token);

        var found = Assert.Single(await FindAsync(["dentist"]));

        Assert.Contains("DENTIST", found.Excerpt, StringComparison.Ordinal);
        Assert.InRange(found.Excerpt.Length, 100, 164);
        Assert.EndsWith("…", found.Excerpt, StringComparison.Ordinal);
        Assert.Equal(before > 0, found.Excerpt.StartsWith('…'));
        Assert.Equal(found.Excerpt, new string(found.Excerpt.EnumerateRunes().SelectMany(rune => rune.ToString()).ToArray()));
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(found.Excerpt)));
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private async Task<List<FoundMessage>> FindAsync(string[] words, DateTimeOffset? since = null)
    {
        var all = new List<FoundMessage>();
        await foreach (var found in new HistorySearch(Store.Messages).FindAsync(Chat, words, since, Token))
        {
            all.Add(found);
        }

        return all;
    }
}
