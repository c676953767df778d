using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Tests;

/// <summary>Tests of the comparison of the served endpoints with the contracts file of the project.</summary>
public sealed class ContractsTests
{
    private const string Recorded = """
        # Stock
        stock 1.1 count(kind: string, zone?: string?) -> int
        stock 1.1 clear()
        """;

    public static TheoryData<string, string, string[]> Changes => new()
    {
        { "nothing", """[RpcEndpoint("stock", Version = "1.1")] class Stock { public int Count(RpcContext context, string kind, string? zone) => 1; public void Clear() { } }""", [] },
        { "a result in a task", """[RpcEndpoint("stock", Version = "1.1")] class Stock { public Task<int> CountAsync(string kind, string? zone, CancellationToken cancel) => null!; public Task ClearAsync() => null!; }""", [] },
        { "the order of arguments", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string? zone, string kind) => 1; public void Clear() { } }""",
            ["AMQP1402 Stock.Count stock 1.2 count(zone?: string?, kind: string) -> int", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "the version", """[RpcEndpoint("stock", Version = "1.3")] class Stock { public int Count(string kind, string? zone) => 1; public void Clear() { } }""",
            ["AMQP1402 Stock.Count stock 1.3 count(kind: string, zone?: string?) -> int", "AMQP1402 Stock.Clear stock 1.3 clear()"] },
        { "a version that went back", """[RpcEndpoint("stock", Version = "1.0")] class Stock { public int Count(string kind, string? zone) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 1.1", "AMQP1401 Stock.Clear 1.1"] },
        { "a new optional argument", """[RpcEndpoint("stock", Version = "1.1")] class Stock { public int Count(string kind, string? zone, int limit = 5) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 1.2"] },
        { "a new optional argument in a new minor version", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string kind, string? zone, int limit = 5) => 1; public void Clear() { } }""",
            ["AMQP1402 Stock.Count stock 1.2 count(kind: string, zone?: string?, limit?: int) -> int", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "a new required argument in a new minor version", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string kind, string? zone, int limit) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 2.0", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "an argument that became required", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string kind, string zone) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 2.0", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "an argument that may be null now", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string? kind, string? zone) => 1; public void Clear() { } }""",
            ["AMQP1402 Stock.Count stock 1.2 count(kind?: string?, zone?: string?) -> int", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "the type of an argument", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(int kind, string? zone) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 2.0", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "the name of an argument", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string sort, string? zone) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 2.0", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "a result", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public long Count(string kind, string? zone) => 1; public void Clear() { } }""",
            ["AMQP1401 Stock.Count 2.0", "AMQP1402 Stock.Clear stock 1.2 clear()"] },
        { "a result where there was none", """[RpcEndpoint("stock", Version = "1.2")] class Stock { public int Count(string kind, string? zone) => 1; public int Clear() => 1; }""",
            ["AMQP1402 Stock.Count stock 1.2 count(kind: string, zone?: string?) -> int", "AMQP1402 Stock.Clear stock 1.2 clear() -> int"] },
        { "a method more", """[RpcEndpoint("stock", Version = "1.1")] class Stock { public int Count(string kind, string? zone) => 1; public void Clear() { } public void Fill() { } }""",
            ["AMQP1401 Stock.Fill 1.2"] },
        { "a method more in another endpoint of the target", """
            [RpcEndpoint("stock", Version = "1.1")] class Stock { public int Count(string kind, string? zone) => 1; public void Clear() { } }
            [RpcEndpoint("stock", Version = "1.4")] class Extra { public void Fill() { } }
            """,
            ["AMQP1402 Extra.Fill stock 1.4 fill()"] },
        { "a method that moved to a base class", """
            abstract class Base { public void Clear() { } public void Fill() { } }
            [RpcEndpoint("stock", Version = "1.1")] class Stock : Base { public int Count(string kind, string? zone) => 1; }
            [RpcEndpoint("cellar")] class Cellar : Base { }
            """,
            ["AMQP1401 Stock.Fill 1.2", "AMQP1402 Cellar.Clear cellar 1.0 clear()", "AMQP1402 Cellar.Fill cellar 1.0 fill()"] },
        { "a method less", """[RpcEndpoint("stock", Version = "1.7")] class Stock { public int Count(string kind, string? zone) => 1; }""",
            ["AMQP1401 Stock 2.0", "AMQP1402 Stock.Count stock 1.7 count(kind: string, zone?: string?) -> int"] },
        { "a method that moved to another endpoint of the target", """
            [RpcEndpoint("stock", Version = "1.1")] class Stock { public int Count(string kind, string? zone) => 1; }
            [RpcEndpoint("stock", Version = "1.1")] class Broom { public void Clear() { } }
            """,
            [] },
        { "the major version", """[RpcEndpoint("stock", Version = "2.0")] class Stock { public int Count() => 1; }""",
            ["AMQP1402 Stock.Count stock 2.0 count() -> int", "AMQP1403 stock 1.1 clear()", "AMQP1403 stock 1.1 count(kind: string, zone?: string?) -> int"] },
        { "the target", """[RpcEndpoint("st ock", Version = "1.1", Exchange = "e", Namespace = "n")] class Stock { [RpcMethod("c(")] public int Count() => 1; }""",
            ["AMQP1402 Stock.Count e/st%20ock#n 1.1 c%28() -> int", "AMQP1403 stock 1.1 clear()", "AMQP1403 stock 1.1 count(kind: string, zone?: string?) -> int"] },
        { "a mistake", """[RpcEndpoint("stock", Version = "1")] class Stock { public int Count() => 1; }""", ["AMQP1002"] },
    };

    public static TheoryData<string, string, string> Unrecorded => new(Changes
        .Where(row => row.Data.Item3 is [var first, ..] && first.StartsWith("AMQP14", StringComparison.Ordinal))
        .Select(row => (row.Data.Item1, row.Data.Item2, row.Data.Item3[0][..8])));

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_is_reported_unless_it_takes_nothing_from_anybody_and_is_recorded(string change, string source, string[] reports)
    {
        var (_, diagnostics) = await Compiling.RunAsync(source, options: ProjectText.Contracts(Recorded));

        diagnostics.Select(Brief).ShouldBe(reports, ignoreOrder: true, change);
    }

    [Theory]
    [MemberData(nameof(Unrecorded))]
    public async Task Once_written_the_file_has_no_more_to_say(string change, string source, string rule)
    {
        var written = await Fixing.WriteContractsAsync(source, rule, Recorded);

        written.ShouldStartWith("# Stock\n", Case.Sensitive, change);
        (await Compiling.RunAsync(source, options: ProjectText.Contracts(written))).Diagnostics.ShouldBeEmpty();
    }

    private const string Shapes = """
        # Stock
        stock 1.1 find(query: Query) -> Item
        stock 1.1 keep(item: Item)
        type Item {kind: Kind, name: string?, part: Part[]}
        type Kind {Large: 1, Small: 0}
        type Part {size: int}
        type Query {limit: int, required zone: string}
        """;

    private const string ShapeSource = """
        public enum Kind { Small, Large }
        public record Part(int Size);
        public sealed class Item { public string? Name { get; set; } public Kind Kind { get; set; } [System.Text.Json.Serialization.JsonPropertyName("part")] public Part[] Parts { get; set; } = []; }
        public sealed class Query { public required string Zone { get; set; } public int Limit { get; set; } }
        [RpcEndpoint("stock", Version = "1.1")] class Stock { public Item Find(Query query) => null!; public void Keep(Item item) { } }
        """;

    [Theory]
    [InlineData("", "")]
    [InlineData("public string? Name { get; set; } public Kind Kind { get; set; }", "public Kind Kind { get; set; } public string? Name { get; set; }")]
    [InlineData("public int Limit { get; set; }", "public int Limit { get; set; } public int? Offset { get; set; }", "AMQP1401 Stock.Find 1.2")]
    [InlineData("public int Limit { get; set; }", "public int Limit { get; set; } public required int Offset { get; set; }", "AMQP1401 Stock.Find 2.0")]
    [InlineData("public int Limit { get; set; }", "", "AMQP1401 Stock.Find 2.0")]
    [InlineData("public int Limit { get; set; }", "public long Limit { get; set; }", "AMQP1401 Stock.Find 2.0")]
    [InlineData("public int Limit { get; set; }", "public int? Limit { get; set; }", "AMQP1401 Stock.Find 1.2")]
    [InlineData("public required string Zone", "public string Zone", "AMQP1401 Stock.Find 1.2")]
    [InlineData("public string? Name", "public string Name", "AMQP1401 Stock.Find 1.2", "AMQP1401 Stock.Keep 2.0")]
    [InlineData("record Part(int Size)", "record Part(int Size, string Color)", "AMQP1401 Stock.Find 1.2", "AMQP1401 Stock.Keep 1.2")]
    [InlineData("record Part(int Size)", "record Part(long Size)", "AMQP1401 Stock.Find 2.0", "AMQP1401 Stock.Keep 2.0")]
    [InlineData("JsonPropertyName(\"part\")", "JsonPropertyName(\"parts\")", "AMQP1401 Stock.Find 2.0", "AMQP1401 Stock.Keep 2.0")]
    [InlineData("Small, Large", "Small, Large, Huge", "AMQP1401 Stock.Find 1.2", "AMQP1401 Stock.Keep 1.2")]
    [InlineData("Small, Large", "Tiny, Small, Large", "AMQP1401 Stock.Find 2.0", "AMQP1401 Stock.Keep 2.0")]
    [InlineData("Version = \"1.1\"", "Version = \"1.2\"", "AMQP1402 Stock.Find stock 1.2 find(query: Query) -> Item", "AMQP1402 Stock.Keep stock 1.2 keep(item: Item)")]
    [InlineData("public int Limit { get; set; } }\n[RpcEndpoint(\"stock\", Version = \"1.1\")]", "public int Limit { get; set; } public int? Offset { get; set; } }\n[RpcEndpoint(\"stock\", Version = \"1.2\")]",
        "AMQP1402 Stock.Find stock 1.2 find(query: Query) -> Item", "AMQP1402 Stock.Keep stock 1.2 keep(item: Item)", "AMQP1402 Stock.Find type Query {limit: int, offset: int?, required zone: string}")]
    public async Task What_types_consist_of_is_a_part_of_the_contract(string before, string after, params string[] reports)
    {
        var source = before.Length == 0 ? ShapeSource : ShapeSource.Replace(before, after, StringComparison.Ordinal);
        source.ShouldNotBe(before.Length == 0 ? "" : ShapeSource);

        var (_, diagnostics) = await Compiling.RunAsync(source, options: ProjectText.Contracts(Shapes));

        diagnostics.Select(Brief).ShouldBe(reports, ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_without_types_is_read_and_completed()
    {
        var old = string.Join('\n', Shapes.Split('\n').Where(line => !line.StartsWith("type", StringComparison.Ordinal))) + "\n";

        var (_, diagnostics) = await Compiling.RunAsync(ShapeSource, options: ProjectText.Contracts(old));

        diagnostics.Select(Brief).ShouldBe(
            [
                "AMQP1402 Stock.Find type Query {limit: int, required zone: string}", "AMQP1402 Stock.Find type Item {kind: Kind, name: string?, part: Part[]}",
                "AMQP1402 Stock.Find type Kind {Large: 1, Small: 0}", "AMQP1402 Stock.Find type Part {size: int}",
            ],
            ignoreOrder: true);
        (await Fixing.WriteContractsAsync(ShapeSource, "AMQP1402", old)).TrimEnd().ShouldBe(Shapes);
    }

    [Fact]
    public async Task A_type_that_nobody_uses_is_stale() => (await Compiling.RunAsync(ShapeSource, options: ProjectText.Contracts(Shapes + "\ntype Gone {a: int}\n")))
        .Diagnostics.Select(Brief).ShouldBe(["AMQP1403 type Gone {a: int}"]);

    [Fact]
    public async Task Without_a_file_nothing_is_compared() =>
        (await Compiling.RunAsync("""[RpcEndpoint("t")] class C { public void Build() { } }""")).Diagnostics.ShouldBeEmpty();

    [Fact]
    public async Task An_empty_file_is_filled_in_order()
    {
        const string source = """
            [RpcEndpoint("t")] class C { public void Build(Dictionary<string, (int, string)[]> map, int? count) { } public Task<List<string?>> A() => null!; }
            [RpcEndpoint("s")] class D { [RpcIgnore] public void Hidden() { } public ValueTask B(string text = "x") => default; }
            """;

        var written = await Fixing.WriteContractsAsync(source, "AMQP1402", "");

        written.Split('\n')[1..].ShouldBe(
            [
                "s 1.0 b(text?: string)",
                "t 1.0 a() -> System.Collections.Generic.List<string?>",
                "t 1.0 build(map: System.Collections.Generic.Dictionary<string, (int, string)[]>, count?: int?)",
                "",
            ]);
        written.ShouldStartWith("# ");
        (await Compiling.RunAsync(source, options: ProjectText.Contracts(written))).Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("stock 1.1 clear(")]
    [InlineData("stock one clear()")]
    [InlineData("stock 1.1 clear(kind)")]
    [InlineData("clear()")]
    public async Task A_line_that_cannot_be_read_is_reported_where_it_is(string line)
    {
        var (_, diagnostics) = await Compiling.RunAsync(
            """[RpcEndpoint("stock", Version = "1.1")] class Stock { public void Clear() { } }""", options: ProjectText.Contracts($"# Stock\n\nstock 1.1 clear()\n{line}\n"));

        var report = diagnostics.ShouldHaveSingleItem();
        Brief(report).ShouldBe($"AMQP1403 {line}");
        report.Location.GetLineSpan().Path.ShouldBe("amqp1.contracts.txt");
        report.Location.GetLineSpan().StartLinePosition.Line.ShouldBe(3);
    }

    [Theory]
    [InlineData("""[RpcEndpoint("stock", Version = "1.1")] class Stock { public void Clear(int limit = 1) { } public int Count(int from) => 1; }""", "2.0")]
    [InlineData("""[RpcEndpoint("stock", Version = "1.1")] class Stock { public void Clear(int limit = 1) { } public int Count(string kind, string? zone) => 1; }""", "1.2")]
    public async Task The_version_is_raised_as_far_as_all_changes_need(string source, string version)
    {
        var mended = await Fixing.ApplyAsync(source, "AMQP1401", $"Set the version to {version}", Recorded);

        mended.ShouldBe(source.Replace("1.1", version, StringComparison.Ordinal));
        (await Compiling.RunAsync(mended, options: ProjectText.Contracts(Recorded))).Diagnostics.ShouldAllBe(diagnostic => diagnostic.Id != "AMQP1401");
    }

    [Fact]
    public async Task A_version_that_was_not_said_is_said_then() => (await Fixing.ApplyAsync(
        """[RpcEndpoint("stock")] class Stock { public void Clear(int limit = 1) { } }""", "AMQP1401", "Set the version to 1.1", "stock 1.0 clear()"))
        .ShouldBe("""[RpcEndpoint("stock", Version = "1.1")] class Stock { public void Clear(int limit = 1) { } }""");

    private static string Brief(Diagnostic diagnostic)
    {
        var message = diagnostic.GetMessage();
        return diagnostic.Id switch
        {
            "AMQP1401" => $"AMQP1401 {message.Split(' ')[0]} {message.Split(' ')[^3]}",
            "AMQP1402" => $"AMQP1402 {message.Split(' ')[0]} {message.Split("lacks ")[1]}",
            "AMQP1403" => $"AMQP1403 {message.Split("serves: ")[1]}",
            _ => diagnostic.Id,
        };
    }
}
