using Amqp1.Configuration.Oslo;
using CsCheck;

namespace Amqp1.Core.Tests.Configuration;

public sealed class OsloIniProperties
{
    private static readonly Gen<string> Word = Gen.Char["abcXYZ_09"].Array[1, 8].Select(c => new string(c));

    // A value has no quotes around it and no blanks at its ends, because the syntax removes them.
    private static readonly Gen<string> Value =
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a1', '\ud7ff']).Array[0, 20].Select(c => new string(c).Trim().Trim('"', '\'').Trim());

    private static readonly Gen<(string Group, string Key, string Value)[]> Entries = Gen.Select(Word, Word, Value).Array[0, 20];

    [Fact]
    public void What_is_written_is_read() =>
        Entries.Sample(
            entries =>
            {
                var file = OsloIniParser.Parse(string.Join('\n', entries.Select(entry => $"[{entry.Group}]\n{entry.Key} = {entry.Value}")));
                foreach (var key in entries.GroupBy(entry => new OsloName(entry.Group.ToLowerInvariant(), entry.Key)))
                {
                    file.Find(key.Key).ShouldBe(key.Select(entry => entry.Value));
                }

                file.Names.Count().ShouldBe(entries.Select(entry => (entry.Group.ToLowerInvariant(), entry.Key)).Distinct().Count());
            },
            iter: 5_000);

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.OneOf(Gen.String, Gen.Char["[]=:#; \t\n\ra$\"'{}."].Array[0, 60].Select(c => new string(c)))
            .Sample(text => LoadOrRefuse(text), iter: 30_000);

    [Fact]
    public void Any_value_of_any_option_is_read_or_refused() =>
        Gen.Select(Gen.Int[0, OsloOptionTable.All.Count - 1], Gen.OneOf(Gen.String, Gen.Int.Select(i => $"{i}"), Value, Gen.Char["$ab{}.\\ \n"].Array[0, 20].Select(c => new string(c))))
            .Sample(
                (index, value) =>
                {
                    var name = OsloOptionTable.All[index].Name;
                    LoadOrRefuse($"[{name.Group}]\n{name.Name} = {value}");
                },
                iter: 30_000);

    [Fact]
    public void Text_without_dollar_signs_is_its_own_substitution() =>
        Value.Where(value => !value.Contains('$', StringComparison.Ordinal))
            .Sample(value => new OsloSubstitution(new OsloIniFiles([])).Apply(value, "DEFAULT") == value);

    [Fact]
    public void Doubled_dollar_signs_give_the_text_back() =>
        Value.Where(value => !value.Contains('\\', StringComparison.Ordinal))
            .Sample(value => new OsloSubstitution(new OsloIniFiles([])).Apply(value.Replace("$", "$$", StringComparison.Ordinal), "DEFAULT") == value);

    private static void LoadOrRefuse(string text)
    {
        try
        {
            OsloIni.Load([text]).ConfigurationKeys.Keys.ShouldAllBe(key => key.StartsWith("Amqp1:", StringComparison.Ordinal));
        }
        catch (FormatException refused)
        {
            refused.Message.ShouldNotBeEmpty();
        }
    }
}
