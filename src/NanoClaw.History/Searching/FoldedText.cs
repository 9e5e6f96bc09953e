using System.Text;

namespace NanoClaw.History.Searching;

/// <summary>
/// A text as it is compared: without capitals, accents and other marks above or below Latin, Greek and Cyrillic letters,
/// however they are written. .NET itself does not take letters apart where it runs without ICU, as this process does.
/// </summary>
internal static class FoldedText
{
    private const string Composed =
        "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįİıĵķĺļľłńņňōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżžſơư"
        + "ǎǐǒǔǖǘǚǜǟǡǣǧǩǫǭǯǰǵǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳʹΐάέήίΰςϊϋόύώϓϔйѐёѓїќѝўѷӂӑӓӗӛӝӟӣӥӧӫӭӯӱӳӵӹḁḃḅḇḉ"
        + "ḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕẖẗẘẙẛạảấầẩẫậắằẳẵặẹẻẽ"
        + "ếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὐὑὒὓὔὕὖὗὠὡὢὣὤὥὦὧὰάὲέὴήὶί"
        + "ὸόὺύὼώᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾰᾱᾲᾳᾴᾶᾷιῂῃῄῆῇῐῑῒΐῖῗῠῡῢΰῤῥῦῧῲῳῴῶῷ";

    private const string Plain =
        "aaaaaaceeeeiiiinoooooouuuuyyaaaccccddeeeeegggghhiiiiiijkllllnnnooorrrsssstttuuuuuuwyzzzsou"
        + "aiouuuuuaaægkooʒjgnaæøaaeeiioorruusthaeooooyʹιαεηιυσιυουωϒϒиеегікиуѵжааеәжзииоөэууучыabbbc"
        + "dddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrsssssttttuuuuuvvwwwwwxxyzzzhtwyſaaaaaaaaaaaaeee"
        + "eeeeeiioooooooooooouuuuuuuyyyyααααααααεεεεεεηηηηηηηηιιιιιιιιοοοοοουυυυυυυυωωωωωωωωααεεηηιι"
        + "οουυωωααααααααηηηηηηηηωωωωωωωωαααααααιηηηηηιιιιιιυυυυρρυυωωωωω";

    private static readonly char[] Letters = Table();

    /// <param name="text">The text.</param>
    /// <param name="origins">Gets, for each character of what is returned, the place it comes from.</param>
    public static string Of(string text, List<int>? origins = null)
    {
        var folded = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = char.ToLowerInvariant(text[index]);
            if (IsMark(letter))
            {
                continue;
            }

            Add(letter < Letters.Length ? Letters[letter] : letter, index);
        }

        return folded.ToString();

        void Add(char letter, int index)
        {
            folded.Append(letter is 'ß' ? 's' : letter);
            origins?.Add(index);
            if (letter is 'ß')
            {
                folded.Append('s');
                origins?.Add(index);
            }
        }
    }

    /// <summary>The block of marks that stand above or below the letter before them.</summary>
    private static bool IsMark(char letter) => letter is >= '\u0300' and <= '\u036F';

    private static char[] Table()
    {
        var table = new char[0x2000];
        for (var letter = 0; letter < table.Length; letter++)
        {
            table[letter] = (char)letter;
        }

        for (var index = 0; index < Composed.Length; index++)
        {
            table[Composed[index]] = Plain[index];
        }

        return table;
    }
}
