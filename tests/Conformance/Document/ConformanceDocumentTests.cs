using System.Globalization;
using System.Text.RegularExpressions;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests.Document;

/// <summary>Tests that docs/internals/conformance.md names exactly the tests that carry each number.</summary>
public sealed partial class ConformanceDocumentTests
{
    [Theory]
    [InlineData("Conformance", "## Cases", 87)]
    [InlineData("EdgeCase", "## Edge cases", 47)]
    [InlineData("Functional", "## Functional tests of oslo.messaging", 21)]
    public void Each_case_has_one_row_with_the_tests_that_carry_its_number(string trait, string heading, int count)
    {
        var carried = NumberedTest.All.Where(test => test.Trait == trait).Select(test => $"{test.Number} {test.Name}").Distinct().Order(StringComparer.Ordinal).ToArray();
        var rows = Rows(heading);

        rows.Select(row => row.Number).ShouldBe(Enumerable.Range(1, count));
        rows.Where(row => row.Tests.Length == 0).ShouldBeEmpty();
        var named = rows.SelectMany(row => row.Tests.Select(test => $"{row.Number} {test}")).Order(StringComparer.Ordinal).ToArray();
        named.Except(carried).ShouldBeEmpty("named in the document, but no such test carries the number");
        carried.Except(named).ShouldBeEmpty("carries the number, but is not named in the document");
        named.Length.ShouldBe(named.Distinct().Count());
    }

    [Fact]
    public void Every_test_with_a_number_is_run() => NumberedTest.All.Where(test => !test.Runs).ShouldBeEmpty();

    private static (int Number, string[] Tests)[] Rows(string heading) =>
    [
        .. File.ReadLines(RepositoryRoot.Locate("docs", "internals", "conformance.md"))
            .SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => Row().Match(line)).Where(match => match.Success)
            .Select(match => (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), TestName().Matches(match.Groups[2].Value).Select(test => test.Groups[1].Value).ToArray())),
    ];

    [GeneratedRegex(@"^\| (\d+) \| [^|]+ \| ([^|]*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex TestName();
}
