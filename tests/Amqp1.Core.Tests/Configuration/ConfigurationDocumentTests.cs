using System.Globalization;
using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Core.Tests.Configuration;

public sealed class ConfigurationDocumentTests
{
    // The columns are key, oslo name, type, default, accepted values and meaning. The tests of the host check the sections of the host.
    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(RepositoryFile.Find("docs/using/configuration.md"))
        .Where(line => line.StartsWith("| `Amqp1:", StringComparison.Ordinal))
        .Where(line => !SampleSettingsTests.SectionsOfTheHost.Any(section => line.StartsWith($"| `{section}:", StringComparison.Ordinal)))
        .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0].Trim('`'));

    public static TheoryData<string> Keys { get; } = [.. OptionProperty.All.Select(option => option.Key)];

    [Fact]
    public void Every_option_has_one_row_and_there_are_no_other_rows() =>
        Rows.Keys.Order().ShouldBe(OptionProperty.All.Select(option => option.Key).Order());

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_row_has_the_oslo_name_the_default_and_the_range(string key)
    {
        var cells = Rows[key];
        var option = OptionProperty.All.Single(option => option.Key == key);
        var oslo = OsloOptionTable.All.SingleOrDefault(option => option.Key == key);

        cells.Length.ShouldBe(6);
        cells.ShouldAllBe(cell => cell.Length != 0);
        cells[1].Trim('`').ShouldBe(oslo?.Name.ToString() ?? "-");
        cells[2].EndsWith(", secret", StringComparison.Ordinal).ShouldBe(oslo?.IsSecret ?? false);
        cells[3].Trim('`').ShouldBe(Show(option.Get(new Amqp1Options())));
        if (oslo?.TypeName == "integer")
        {
            oslo.Range.ShouldEndWith(cells[4]);
        }
        else if (oslo?.TypeName == "integer, seconds")
        {
            var (min, max) = (oslo.Range.Split(' ')[3], oslo.Range.Split(' ')[5]);
            cells[4].ShouldEndWith($"; oslo: {min} s to {max} s");
            cells[4].Contains("less than 1 day", StringComparison.Ordinal).ShouldBe(max == "86399");
        }
    }

    [Fact]
    public void Every_deprecated_name_is_told()
    {
        var text = File.ReadAllText(RepositoryFile.Find("docs/using/configuration.md"));

        OsloOptionTable.All.SelectMany(option => option.DeprecatedNames)
            .Where(old => !text.Contains(old.Group == OsloOptionTable.OldAmqpGroup ? "[amqp1]" : old.ToString(), StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_default_that_differs_from_oslo_is_told()
    {
        var lines = File.ReadAllLines(RepositoryFile.Find("docs/using/configuration.md"));

        OsloOptionTable.All.Where(option => option.OsloDefault is not null)
            .Where(option => !lines.Any(line => line.StartsWith($"| `{option.Name}` |", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    private static string Show(object? value) => value switch
    {
        null => "none",
        bool yes => yes ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IList<string> list => list.Count == 0 ? "empty" : string.Join(", ", list),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "empty",
    };
}
